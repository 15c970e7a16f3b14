import { createHash } from "node:crypto"
import type { StockWrite } from "../../contract"

/** Equal for requests that a marketplace would call identical: the same figures for the same listings. */
export function fingerprintOf(items: StockWrite[]): string {
  const text = items
    .map((item) => JSON.stringify([item.externalId, item.quantity]))
    .sort()
    .join("\n")
  return createHash("sha256").update(text).digest("hex").slice(0, 32)
}
