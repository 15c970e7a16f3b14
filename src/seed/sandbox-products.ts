import { giftCatalogue, type Gift, type GiftVariant } from "./catalogue"
import { ownEan } from "./ean"
import { shops, type ShopCode } from "./shops"

/** What the sandbox is told of one product; see `plugins/trendyol/src/sandbox/catalogue.ts`. */
export interface SandboxProduct {
  barcode: string
  stockCode: string
  title: string
  contentId: number
  productMainId: string
  approval: "approved" | "pendingApproval"
  archived: boolean
  offers: Partial<Record<ShopCode, { quantity: number; salePrice: string }>>
}

/** The figure a shop shows for a barcode. */
export type Shown = (storefront: ShopCode, barcode: string) => number | undefined

const archivedSku = "TRY-TUL-ONE"
const awaitingApprovalSku = "PST-FRN-A3"

/** Listed long ago under codes that nobody remembers: somebody has to say by hand which variant each one is. */
export const strangers = [
  { title: "Bosphorus Mug 30 cl (old packaging)", stockCode: "2019-0007", euros: 13 },
  { title: "Fig Garden Candle 220 g, winter edition", stockCode: "2019-0031", euros: 24 },
  { title: "Galata Tote Bag, natural, second edition", stockCode: "2020-0112", euros: 18 },
  { title: "Mystery Gift Box", stockCode: "2021-0001", euros: 29 },
  { title: "Midnight Tulip Notebook, lined (A5)", stockCode: "2021-0046", euros: 11 },
].map((stranger, index) => ({ ...stranger, barcode: ownEan(8000 + index) }))

/** What a stranger shows while nobody has mapped it: Serai does not write to it. */
const strangersQuantity = 5

const firstContentId = 45_100_000

/** The same products for every shop, in the same order, so that the sandbox gives them the same ids. */
export function sandboxProducts(shown: Shown): SandboxProduct[] {
  const gifts = giftCatalogue()
  const ours = gifts.flatMap((gift, index) =>
    gift.variants.map((variant) => ofVariant(gift, variant, { contentId: firstContentId + index, shown })),
  )
  return [...ours, ...strangers.map((one, index) => ofStranger(one, firstContentId + 900 + index, shown))]
}

function ofVariant(
  gift: Gift,
  variant: GiftVariant,
  { contentId, shown }: { contentId: number; shown: Shown },
): SandboxProduct {
  const offers = shops.map(({ storefront, currency }) => [
    storefront,
    { quantity: shown(storefront, variant.ean) ?? 0, salePrice: String(variant.price[currency]) },
  ])
  return {
    barcode: variant.ean,
    stockCode: variant.sku,
    // Trendyol's title belongs to all variants of a product.
    title: gift.title,
    contentId,
    productMainId: gift.handle,
    approval: variant.sku === awaitingApprovalSku ? "pendingApproval" : "approved",
    archived: variant.sku === archivedSku,
    offers: Object.fromEntries(offers) as SandboxProduct["offers"],
  }
}

function ofStranger(
  { barcode, stockCode, title, euros }: (typeof strangers)[number],
  contentId: number,
  shown: Shown,
): SandboxProduct {
  const quantity = shown("TR", barcode) ?? strangersQuantity
  return {
    barcode,
    stockCode,
    title,
    contentId,
    productMainId: stockCode,
    approval: "approved",
    archived: false,
    offers: { TR: { quantity, salePrice: String(euros * 50 - 1) } },
  }
}
