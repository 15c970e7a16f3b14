import { parseSimulate } from "./arguments"

const plants = ["gate-off"]

describe("the options of npm run simulate", () => {
  it("plays a thousand seeds when nothing is said", () => {
    expect(parseSimulate([], plants)).toMatchObject({
      from: 1,
      seeds: 1_000,
      plant: undefined,
      baselines: false,
    })
  })

  it("reads one seed, a planted mistake and a report's place", () => {
    const args = ["--seed", "42", "--plant", "gate-off", "--report", "docs/r.md"]
    expect(parseSimulate(args, plants)).toMatchObject({
      from: 42,
      seeds: 1,
      plant: "gate-off",
      report: "docs/r",
    })
  })

  it.each([
    [["--plant", "other"], /There is no planted mistake "other"; there are gate-off/],
    [["--seeds", "none"], /--seeds takes a whole number above zero, not "none"/],
    [["--seed", "1", "--seeds", "2"], /use one of the two/],
    [["--loud"], /The options of simulate are --seeds/],
  ])("says what does not fit in %j", (args, message) => {
    expect(() => parseSimulate(args, plants)).toThrow(message)
  })
})
