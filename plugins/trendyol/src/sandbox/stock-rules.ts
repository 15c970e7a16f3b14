import type { Storefront } from "../storefronts"
import type { Product } from "./catalogue"

/** "quantity per SKU 0 … 20 000" (docs/stok-ve-fiyat-güncelleme-updatepriceandinventory-1). */
export const mostPieces = 20_000

/** One item as it was sent, its prices in hundredths; `null` for what was left out. */
export interface StockItem {
  barcode: string
  quantity: number | null
  saleCents: number | null
  listCents: number | null
}

type Rule = (item: StockItem, product: Product, storefront: Storefront) => string | undefined

/** Rules that fail one item of a batch, not the request. The texts are free: the pages give none. */
const rules: Rule[] = [
  (_item, product, storefront) =>
    product.approval === "approved" && product.offers[storefront] ? undefined : notFound(product.barcode),
  (_item, product, storefront) =>
    product.archivedOn.has(storefront) ? "Arşivlenmiş ürünün stok ve fiyatı güncellenemez." : undefined,
  (_item, product) => (product.locked ? "Kilitli ürünün stok ve fiyatı güncellenemez." : undefined),
  ({ quantity }) =>
    quantity === null || (Number.isInteger(quantity) && quantity >= 0 && quantity <= mostPieces)
      ? undefined
      : `Stok adedi 0 ile ${mostPieces} arasında bir tam sayı olmalıdır.`,
  ({ saleCents }) =>
    saleCents === null || saleCents > 0 ? undefined : "Satış fiyatı 0'dan büyük olmalıdır.",
  ({ saleCents, listCents }, product, storefront) => {
    if (saleCents === null && listCents === null) return undefined
    const offer = product.offers[storefront]
    const sale = saleCents ?? offer?.saleCents ?? 0
    const list = listCents ?? Math.max(offer?.listCents ?? 0, sale)
    return list >= sale ? undefined : "Liste fiyatı satış fiyatından küçük olamaz."
  },
]

const notFound = (barcode: string) => `${barcode} barkodlu onaylı ürün bulunamadı.`

/** Why Trendyol fails this item, or undefined when it takes it. */
export function refusalOf(item: StockItem, product: Product | undefined, storefront: Storefront) {
  if (!product) return notFound(item.barcode)
  for (const rule of rules) {
    const refusal = rule(item, product, storefront)
    if (refusal !== undefined) return refusal
  }
  return undefined
}
