import { parseReplay } from "./arguments"

describe("the options of npm run replay", () => {
  it("plays everything at once on two storefronts when nothing is said", () => {
    expect(parseReplay([])).toEqual({
      orders: undefined,
      channels: [
        { marketplace: "trendyol", storefront: "TR" },
        { marketplace: "trendyol", storefront: "RO" },
      ],
      from: undefined,
      to: undefined,
      speed: "max",
      faults: undefined,
      crashes: 0,
      scarce: false,
      siege: undefined,
      workers: 2,
      report: undefined,
    })
  })

  it("reads a window, a pace, misbehaviour, crashes and a report's place", () => {
    const args =
      "--orders a.csv --from 2010-12-01 --to 2010-12-02 --speed 60x --faults 7 --crash 2 --scarce --report docs/r.json"
    expect(parseReplay(args.split(" "))).toMatchObject({
      orders: "a.csv",
      from: "2010-12-01",
      to: "2010-12-02",
      speed: 60,
      faults: 7,
      crashes: 2,
      scarce: true,
      report: "docs/r",
    })
  })

  it("takes a siege as scarce, with misbehaviour even where no seed is given", () => {
    const options = parseReplay(["--siege", "30m", "--workers", "3"])
    expect(options).toMatchObject({ siege: 1_800_000, workers: 3, scarce: true, faults: 1 })
    expect(parseReplay(["--siege", "90s", "--faults", "7"])).toMatchObject({ siege: 90_000, faults: 7 })
  })

  it.each([
    ["--siege 10s", /--siege takes a time like 30m or 90s, 60s at least, not "10s"/],
    ["--siege 2m --speed 60x", /leave --speed and --crash out/],
    ["--workers 0", /--workers must be 1 at least/],
    ["--speed fast", /--speed takes max or a factor like 60x, not "fast"/],
    ["--from yesterday", /--from takes a date like 2010-12-01/],
    ["--from 2010-12-02 --to 2010-12-02", /must be before --to/],
    ["--channels trendyol", /marketplace:storefront/],
    ["--faults x", /--faults takes a whole number/],
    ["--fast", /The options of replay are --orders/],
  ])("says in one sentence what does not fit: %s", (args, sentence) => {
    expect(() => parseReplay(args.split(" "))).toThrow(sentence)
  })
})
