import { bucketOf, quantile, type Histogram } from "./wrong-for"

describe("how long figures were wrong", () => {
  it("finds a quantile within a twentieth", () => {
    const histogram: Histogram = {}
    for (let ms = 1; ms <= 1_000; ms += 1) histogram[bucketOf(ms)] = (histogram[bucketOf(ms)] ?? 0) + 1
    expect(quantile(histogram, 0.5)).toBeGreaterThanOrEqual(500)
    expect(quantile(histogram, 0.5)).toBeLessThan(530)
    expect(quantile(histogram, 0.99)).toBeGreaterThanOrEqual(990)
    expect(quantile(histogram, 0.99)).toBeLessThan(1_040)
  })

  it("is nothing where nothing was wrong", () => expect(quantile({}, 0.99)).toBe(0))
})
