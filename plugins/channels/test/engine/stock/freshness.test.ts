import fc from "fast-check"
import { countsUntil } from "../../../src/engine/stock/freshness"

const freshnessMs = 10_000

describe("until when a reading of orders counts", () => {
  it.each([
    ["at once", 0, 10_000],
    ["in less than half the freshness", 4_000, 10_000],
    ["in the freshness", 10_000, 15_000],
    ["in longer than the freshness", 17_000, 22_000],
    ["in minutes", 300_000, 305_000],
    ["in an hour", 3_600_000, 600_000],
  ])("done %s", (_, tookMs, countsMs) => {
    expect(countsUntil({ began: 1_000, settled: 1_000 + tookMs }, freshnessMs)).toBe(1_000 + countsMs)
  })

  it("leaves time to use it, unless it took minutes", () => {
    fc.assert(
      fc.property(fc.nat(595_000), (tookMs) => {
        const left = countsUntil({ began: 0, settled: tookMs }, freshnessMs) - tookMs
        expect(left).toBeGreaterThanOrEqual(freshnessMs / 2)
        expect(left).toBeLessThanOrEqual(freshnessMs)
      }),
    )
  })
})
