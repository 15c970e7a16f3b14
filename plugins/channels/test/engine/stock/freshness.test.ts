import fc from "fast-check"
import { countsUntil } from "../../../src/engine/stock/freshness"

const freshnessMs = 10_000

describe("until when a reading of orders counts", () => {
  it.each([
    ["at once", 0, 10_000],
    ["in less than half the freshness", 4_000, 10_000],
    ["in the freshness", 10_000, 15_000],
    ["in longer than the freshness", 17_000, 22_000],
    ["in minutes", 300_000, 60_000],
  ])("done %s", (_, tookMs, countsMs) => {
    expect(countsUntil({ began: 1_000, ended: 1_000 + tookMs }, freshnessMs)).toBe(1_000 + countsMs)
  })

  it("leaves time to use it, unless it took more than five times the freshness", () => {
    fc.assert(
      fc.property(fc.nat(5 * freshnessMs), (tookMs) => {
        const left = countsUntil({ began: 0, ended: tookMs }, freshnessMs) - tookMs
        expect(left).toBeGreaterThanOrEqual(freshnessMs / 2)
        expect(left).toBeLessThanOrEqual(freshnessMs)
      }),
    )
  })
})
