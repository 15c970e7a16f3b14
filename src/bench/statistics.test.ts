import { leastWrites, percentile, summarise } from "./statistics"

const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index)

describe("percentiles", () => {
  it("are values that were measured, at their nearest rank", () => {
    expect(summarise(oneToHundred)).toEqual({
      count: 100,
      min: 1,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
      mean: 50.5,
    })
  })

  it("of few values lean to the worse one", () => {
    expect(percentile([10, 20], 99)).toBe(20)
    expect(percentile([10, 20], 50)).toBe(10)
  })

  it("of nothing are refused", () => {
    expect(() => percentile([], 50)).toThrow("no value was measured")
  })
})

describe("the least possible writes", () => {
  const plan = { windowMs: 250, batch: 2 }
  const change = (lane: string, listing: string, atMs: number) => ({ lane, listing, atMs })

  it("count a listing once per window, however often it changed", () => {
    expect(leastWrites([change("a", "x", 0), change("a", "x", 100), change("a", "x", 249)], plan)).toBe(1)
  })

  it("need another write when the window is over", () => {
    expect(leastWrites([change("a", "x", 0), change("a", "x", 250)], plan)).toBe(2)
  })

  it("begin a window with the first change, not with the clock", () => {
    expect(leastWrites([change("a", "x", 200), change("a", "x", 400)], plan)).toBe(1)
  })

  it("divide a window's listings by what a request takes", () => {
    const three = ["x", "y", "z"].map((listing) => change("a", listing, 0))
    expect(leastWrites(three, plan)).toBe(2)
  })

  it("are told to each channel apart", () => {
    expect(leastWrites([change("a", "x", 0), change("b", "x", 0)], plan)).toBe(2)
  })

  it("do not depend on the order in which changes are listed", () => {
    const changes = [change("a", "x", 0), change("a", "y", 300), change("a", "z", 240)]
    expect(leastWrites(changes, plan)).toBe(leastWrites([...changes].reverse(), plan))
  })

  it("of no change are none", () => {
    expect(leastWrites([], plan)).toBe(0)
  })
})
