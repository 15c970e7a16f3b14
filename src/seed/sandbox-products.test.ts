import { giftCatalogue, variantsOf } from "./catalogue"
import { sandboxProducts, strangers } from "./sandbox-products"

const nothing = () => undefined

describe("what the sandbox sells in the demo", () => {
  const skus = new Set(variantsOf(giftCatalogue()).map((variant) => variant.sku))
  const barcodes = new Set(variantsOf(giftCatalogue()).map((variant) => variant.ean))

  it("lists every variant of ours under its barcode and SKU", () => {
    const listed = sandboxProducts(nothing).map((product) => `${product.stockCode} ${product.barcode}`)
    for (const { sku, ean } of variantsOf(giftCatalogue())) expect(listed).toContain(`${sku} ${ean}`)
  })

  it("lists some that match nothing, so that the mapping queue has work", () => {
    for (const { barcode, stockCode } of strangers) {
      expect(barcodes.has(barcode)).toBe(false)
      expect(skus.has(stockCode)).toBe(false)
    }
  })

  it("shows what was accepted before, per storefront", () => {
    const [first] = sandboxProducts((storefront) => (storefront === "TR" ? 7 : 9))
    expect(first?.offers.TR?.quantity).toBe(7)
    expect(first?.offers.RO?.quantity).toBe(9)
  })

  it("has one archived and one waiting for approval", () => {
    const products = sandboxProducts(nothing)
    expect(products.filter((product) => product.archived)).toHaveLength(1)
    expect(products.filter((product) => product.approval === "pendingApproval")).toHaveLength(1)
  })
})
