import { pacer } from "./pace"

describe("the pace", () => {
  it("lets the file's time pass faster by the factor", () => {
    let now = 1_000
    const wait = pacer(60, () => now)
    expect(wait("2010-12-01 08:26:00")).toBe(0)
    expect(wait("2010-12-01 09:26:00")).toBe(60_000)
    now += 59_000
    expect(wait("2010-12-01 09:26:00")).toBe(1_000)
    now += 10_000
    expect(wait("2010-12-01 09:26:00")).toBe(0)
  })

  it("waits for nothing when it is told not to", () => {
    const wait = pacer("max", () => 0)
    expect([wait("2010-12-01 08:26:00"), wait("2011-12-01 08:26:00")]).toEqual([0, 0])
  })
})
