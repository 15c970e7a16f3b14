import { manualClock, realClock, seededRandom, RateWindows } from "../../src/sandbox-kit"

describe("the sandbox clock", () => {
  it("runs what became due in order, each at its own moment, and leaves the rest", () => {
    const clock = manualClock(1_000)
    const seen: string[] = []
    clock.after(30, () => seen.push(`late at ${clock.now()}`))
    clock.after(10, () => {
      seen.push(`early at ${clock.now()}`)
      clock.after(5, () => seen.push(`nested at ${clock.now()}`))
    })
    clock.after(100, () => seen.push("never"))
    clock.advance(50)
    expect(seen).toEqual(["early at 1010", "nested at 1015", "late at 1030"])
    expect(clock.now()).toBe(1_050)
  })

  it("does not run what was called off", () => {
    const clock = manualClock(0)
    let runs = 0
    clock.after(10, () => (runs += 1))()
    clock.advance(20)
    expect(runs).toBe(0)
  })

  it("ticks with the machine when it is real, and can be put ahead", async () => {
    const clock = realClock()
    await new Promise<void>((resolve) => clock.after(5, resolve))
    let ran = false
    clock.after(60_000, () => (ran = true))
    const before = Date.now()
    clock.advance(60_000)
    expect(ran).toBe(true)
    expect(clock.now() - before).toBeGreaterThanOrEqual(60_000)
    clock.stop()
  })
})

describe("the seeded generator", () => {
  it("repeats itself for one seed and differs for another", () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed))
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it("spreads evenly over its range", () => {
    const random = seededRandom("spread")
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let index = 0; index < 10_000; index += 1) {
      const tenth = Math.floor(random() * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })
})

describe("a sliding window", () => {
  const rule = { max: 2, windowMs: 100 }

  it("admits up to its maximum in every window, also across a boundary", () => {
    const windows = new RateWindows()
    const admitted = [0, 90, 95, 99, 100, 110, 189, 190].filter((at) => windows.admit("a", rule, at))
    expect(admitted).toEqual([0, 90, 100, 190])
  })

  it("counts a request under all its rules or under none", () => {
    const windows = new RateWindows()
    const both = [
      { key: "wide", rule: { max: 5, windowMs: 100 } },
      { key: "narrow", rule: { max: 1, windowMs: 100 } },
    ]
    expect([1, 2, 3, 4].map((at) => windows.admitAll(both, at))).toEqual([true, false, false, false])
    expect([5, 6, 7, 8, 9].map((at) => windows.admit("wide", { max: 5, windowMs: 100 }, at))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
  })
})
