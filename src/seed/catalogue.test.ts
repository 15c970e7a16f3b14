import { giftCatalogue, variantsOf } from "./catalogue"
import { checkDigit } from "./ean"

describe("the demo's catalogue", () => {
  const gifts = giftCatalogue()
  const variants = variantsOf(gifts)

  it("has about sixty gifts and is the same every time", () => {
    expect(gifts.length).toBeGreaterThanOrEqual(60)
    expect(giftCatalogue()).toEqual(gifts)
  })

  it("gives every variant a SKU and a valid EAN-13 of its own", () => {
    expect(new Set(variants.map((variant) => variant.sku)).size).toBe(variants.length)
    expect(new Set(variants.map((variant) => variant.ean)).size).toBe(variants.length)
    for (const { ean } of variants) expect(Number(ean[12])).toBe(checkDigit(ean.slice(0, 12)))
  })

  it("makes kits of parts that exist and are counted", () => {
    const bySku = new Map(variants.map((variant) => [variant.sku, variant]))
    const kits = variants.filter((variant) => variant.parts)
    expect(kits.length).toBeGreaterThan(1)
    for (const part of kits.flatMap((kit) => Object.keys(kit.parts ?? {}))) {
      expect(bySku.get(part)?.stock.istanbul).toBeGreaterThan(0)
    }
  })

  it("has some nearly sold out, and some in both places", () => {
    const singles = variants.filter((variant) => !variant.parts)
    expect(singles.filter(({ stock }) => (stock.istanbul ?? 0) <= 3).length).toBeGreaterThan(3)
    expect(singles.filter(({ stock }) => stock.cluj !== undefined).length).toBeGreaterThan(20)
  })

  it("prices in whole units only", () => {
    for (const { price } of variants) {
      for (const amount of Object.values(price)) expect(Number.isInteger(amount)).toBe(true)
    }
  })
})
