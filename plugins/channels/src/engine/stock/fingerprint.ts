import { createHash } from "node:crypto"
import type { OfferWrite, PriceWrite, StockWrite } from "../../contract"

type Write = StockWrite | PriceWrite | OfferWrite

/** Equal for requests that a marketplace would call identical: the same figures for the same listings. */
export function fingerprintOf(items: Write[]): string {
  const text = items
    .map((item) => JSON.stringify([item.externalId, ...figuresOf(item)]))
    .sort()
    .join("\n")
  return createHash("sha256").update(text).digest("hex").slice(0, 32)
}

function figuresOf(item: Write): (number | string | boolean)[] {
  if ("quantity" in item) return [item.quantity]
  return "onSale" in item ? [item.onSale] : [item.salePrice, item.listPrice]
}
