import { createHash } from "node:crypto"
import type { PriceWrite, StockWrite } from "../../contract"

/** Equal for requests that a marketplace would call identical: the same figures for the same listings. */
export function fingerprintOf(items: (StockWrite | PriceWrite)[]): string {
  const text = items
    .map((item) => JSON.stringify([item.externalId, ...figuresOf(item)]))
    .sort()
    .join("\n")
  return createHash("sha256").update(text).digest("hex").slice(0, 32)
}

const figuresOf = (item: StockWrite | PriceWrite) =>
  "quantity" in item ? [item.quantity] : [item.salePrice, item.listPrice]
