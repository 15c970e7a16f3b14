import { createHash } from "node:crypto"
import { canonicalJson } from "@serai/channels/contract"
import { centsOf, jsonResponse } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { refuse } from "../answers"
import { checkedBody, jsonBody, literal } from "../body"
import type { SellerCall, SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"
import type { StockItem } from "../stock-rules"

const mostItems = 1_000

/** "The same body again within 15 minutes" */
const repeatWindowMs = 15 * 60_000
const repeatText = "15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!"

const price = literal.transform((digits, context): number => {
  const amount = centsOf(digits)
  if (amount !== null) return amount
  context.addIssue({ code: "custom", message: "expected a price with at most two decimals" })
  return z.NEVER
})

const itemSchema = z
  .object({
    barcode: z.string().trim().min(1),
    quantity: literal.transform(Number).nullish(),
    salePrice: price.nullish(),
    listPrice: price.nullish(),
  })
  .refine(
    (item) => item.quantity != null || item.salePrice != null || item.listPrice != null,
    "an item needs a quantity or a price",
  )
  .transform((item): StockItem => ({
    // Inner spaces are squeezed out by the server, and the echo shows it.
    barcode: item.barcode.replaceAll(/\s+/g, ""),
    quantity: item.quantity ?? null,
    saleCents: item.salePrice ?? null,
    listCents: item.listPrice ?? null,
  }))

const requestSchema = z.object({
  items: z.array(itemSchema).min(1).max(mostItems, `at most ${mostItems} items per request`),
})

/** docs/stok-ve-fiyat-güncelleme-updatepriceandinventory-1 */
export function stockRoutes(marketplace: Marketplace): SellerRoute[] {
  const takenAt = new Map<string, number>()

  function refuseRepetition({ request, seller, storefront }: SellerCall): void {
    const now = marketplace.clock.now()
    for (const [known, at] of takenAt) {
      if (now - at < repeatWindowMs) break
      takenAt.delete(known)
    }
    const digest = createHash("sha256")
      .update(canonicalJson(jsonBody(request)))
      .digest("base64url")
    const key = `${seller.id} ${storefront} ${digest}`
    if (takenAt.has(key)) throw refuse("duplicate.request", repeatText)
    takenAt.set(key, now)
  }

  return [
    {
      method: "POST",
      path: "/inventory/sellers/:sellerId/products/price-and-inventory",
      endpoint: "price-and-inventory",
      group: "inventory",
      handle: (call) => {
        const { items } = checkedBody(call.request, requestSchema)
        refuseRepetition(call)
        const { seller, storefront } = call
        const receivedAt = marketplace.clock.now()
        const work = marketplace.stockBatches.workOf({ seller, storefront, items, receivedAt })
        const batch = marketplace.batches.take(seller, work)
        return jsonResponse(200, { batchRequestId: batch.id })
      },
    },
  ]
}
