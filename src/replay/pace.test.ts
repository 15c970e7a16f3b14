import { evenPace, filePace } from "./pace"

describe("the pace", () => {
  it("lets the file's time pass faster by the factor", () => {
    let now = 1_000
    const wait = filePace(60, () => now)
    expect(wait("2010-12-01 08:26:00")).toBe(0)
    expect(wait("2010-12-01 09:26:00")).toBe(60_000)
    now += 59_000
    expect(wait("2010-12-01 09:26:00")).toBe(1_000)
    now += 10_000
    expect(wait("2010-12-01 09:26:00")).toBe(0)
  })

  it("spreads events evenly, and makes up for a delay", () => {
    let now = 1_000
    const wait = evenPace(500, () => now)
    expect([wait(""), wait("")]).toEqual([0, 500])
    now += 1_200
    expect([wait(""), wait("")]).toEqual([0, 300])
  })
})
