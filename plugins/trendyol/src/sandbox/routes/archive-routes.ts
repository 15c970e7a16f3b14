import { jsonResponse } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { archiveWork } from "../archive-batches"
import { checkedBody } from "../body"
import type { SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"

const mostItems = 1_000

const requestSchema = z.object({
  items: z
    .array(
      z.object({
        // Inner spaces are squeezed out by the server, and the echo shows it.
        barcode: z
          .string()
          .trim()
          .min(1)
          .transform((text) => text.replaceAll(/\s+/g, "")),
        archived: z.boolean(),
      }),
    )
    .min(1)
    .max(mostItems, `at most ${mostItems} items per request`),
})

/** docs/ürün-v2-api-endpoint: archive-state. */
export const archiveRoutes = (marketplace: Marketplace): SellerRoute[] => [
  {
    method: "PUT",
    path: "/product/sellers/:sellerId/products/archive-state",
    endpoint: "archive-state",
    group: "product-write",
    handle: ({ request, seller, storefront }) => {
      const { items } = checkedBody(request, requestSchema)
      const everywhere = marketplace.settings.rules.archives === "seller"
      const work = archiveWork(seller, items, everywhere ? seller.storefronts : [storefront])
      const batch = marketplace.batches.take(seller, work)
      return jsonResponse(200, { batchRequestId: batch.id })
    },
  },
]
