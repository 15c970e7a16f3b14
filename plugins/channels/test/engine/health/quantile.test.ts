import fc from "fast-check"
import { quantileMs } from "../../../src/engine/health/quantile"
import { endlessMs } from "../../../src/ledger/queries/health-delays"

const bounds = [100, 250, 500, 1000, 5000]

/** As the ledger counts them. */
function bucketsOf(delays: number[]) {
  const counts = new Map<number, number>()
  for (const delay of delays) {
    const le = bounds.find((bound) => delay <= bound) ?? endlessMs
    counts.set(le, (counts.get(le) ?? 0) + 1)
  }
  return [...counts].map(([le_ms, changes]) => ({ le_ms, changes }))
}

describe("a quantile of counted delays", () => {
  it("is the least bound that is certainly no less than the true one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { minLength: 1 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (delays, share) => {
          const sorted = [...delays].sort((a, b) => a - b)
          const exact = sorted[Math.ceil(share * sorted.length) - 1]!
          expect(quantileMs(bucketsOf(delays), share)).toBe(bounds.find((bound) => exact <= bound))
        },
      ),
    )
  })

  it("is not known without changes, nor beyond the last bound", () => {
    expect(quantileMs([], 0.99)).toBeNull()
    expect(quantileMs(bucketsOf([1, 9000]), 0.99)).toBeNull()
    expect(quantileMs(bucketsOf([1, 9000]), 0.5)).toBe(100)
  })
})
