import { generateScenario } from "./scenario/generate"
import { shrink } from "./shrink"

describe("making a failing scenario smaller", () => {
  it("leaves only what the failure needs", async () => {
    const scenario = generateScenario(3)
    const needed = scenario.happenings.find(({ kind }) => kind === "receive")
    const smallest = await shrink(scenario, ({ happenings }) =>
      Promise.resolve(happenings.some((one) => JSON.stringify(one) === JSON.stringify(needed))),
    )
    expect(smallest.happenings).toEqual([needed])
    expect(smallest).toMatchObject({ faults: [], crashes: [], workers: 1 })
    expect(smallest.channels).toHaveLength(1)
  })

  it("goes on no longer than it may", async () => {
    let runs = 0
    await shrink(generateScenario(3), () => Promise.resolve(++runs > 0), 10)
    expect(runs).toBeLessThanOrEqual(10)
  })
})
