import {
  jsonResponse,
  param,
  readControl,
  Refusal,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxRoute,
} from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { storefrontCodes } from "../../storefronts"
import type { Buyers, OrderInput } from "../buyers"
import type { ProductInput, SellerInput } from "../catalogue"
import type { Marketplace } from "../marketplace"
import { NotForSale } from "../order-book"
import { packageStatuses } from "../packages"

// The world checks sellers, products and orders itself, for callers in the same process too; here only the wrapping is read.
const sellersSchema = z.custom<SellerInput | SellerInput[]>()
const productsSchema = z.strictObject({
  sellerId: z.coerce.number(),
  products: z.array(z.custom<ProductInput>()),
})
const bulkSchema = z.strictObject({ orders: z.array(z.custom<OrderInput>()) })
const wish = z.strictObject({
  lineId: z.number().optional(),
  barcode: z.string().optional(),
  quantity: z.number().int().positive().optional(),
})
const cancelSchema = z.strictObject({ lines: z.array(wish).min(1).optional() })
const splitSchema = z.strictObject({ groups: z.array(z.array(z.number())).min(1).optional() })
const statusSchema = z.strictObject({ status: z.enum(packageStatuses) })

const ok = (value: unknown) => jsonResponse(200, value)

/** The simulated world's own doors, under `/__sandbox`: sellers and products in, buyers' doings, and what can be measured. */
export function trendyolControl(marketplace: Marketplace, buyers: Buyers): SandboxRoute[] {
  return [
    post("/sellers", (request) => {
      const sellers = [readControl(request, sellersSchema)].flat()
      return ok({ sellers: sellers.map((seller) => marketplace.catalogue.putSeller(seller).id) })
    }),
    post("/products", (request) => putProducts(marketplace, request)),
    post("/orders", (request) =>
      jsonResponse(201, buyers.placeOrder(readControl(request, z.custom<OrderInput>()))),
    ),
    post("/orders/bulk", (request) => placeMany(buyers, request)),
    post("/orders/:orderNumber/cancel", (request) =>
      ok(buyers.cancelOrder(param(request, "orderNumber"), readControl(request, cancelSchema).lines)),
    ),
    post("/orders/:orderNumber/split", (request) =>
      ok(buyers.splitOrder(param(request, "orderNumber"), readControl(request, splitSchema).groups)),
    ),
    post("/orders/:orderNumber/status", (request) => {
      buyers.moveOrder(param(request, "orderNumber"), readControl(request, statusSchema).status)
      return ok({})
    }),
    get("/shop", (request) => shelf(buyers, request)),
    get("/accepted", ({ query }) =>
      ok(marketplace.accepted.after(Number(query.get("since") ?? 0), Number(query.get("limit") ?? 1_000))),
    ),
  ]
}

const get = (path: string, handle: SandboxRoute["handle"]) => control("GET", path, handle)
const post = (path: string, handle: SandboxRoute["handle"]) => control("POST", path, handle)

/** What a buyer or an operator cannot have is 409 with the reason, as nothing is broken. */
function control(method: "GET" | "POST", path: string, handle: SandboxRoute["handle"]): SandboxRoute {
  return {
    method,
    path,
    endpoint: "control",
    handle: async (request) => {
      try {
        return await handle(request)
      } catch (error) {
        if (error instanceof Refusal) throw error
        if (error instanceof z.ZodError) return jsonResponse(400, { error: z.prettifyError(error) })
        return jsonResponse(409, refusalOf(error))
      }
    },
  }
}

function refusalOf(error: unknown): Record<string, unknown> {
  if (error instanceof NotForSale) {
    return { error: error.reason, barcode: error.barcode, shown: error.shown }
  }
  return { error: error instanceof Error ? error.message : String(error) }
}

function putProducts(marketplace: Marketplace, request: SandboxRequest): SandboxResponse {
  const { sellerId, products } = readControl(request, productsSchema)
  const seller = marketplace.catalogue.seller(sellerId)
  if (!seller) return jsonResponse(404, { error: `no seller ${sellerId}; create it first` })
  const now = marketplace.clock.now()
  for (const product of products) marketplace.catalogue.putProduct(seller, product, now)
  return ok({ products: products.length })
}

/** Each order stands for itself: one that is sold out does not stop the others. */
function placeMany(buyers: Buyers, request: SandboxRequest): SandboxResponse {
  const { orders } = readControl(request, bulkSchema)
  const results = orders.map((order) => {
    try {
      return buyers.placeOrder(order)
    } catch (error) {
      if (error instanceof NotForSale) return refusalOf(error)
      throw error
    }
  })
  return ok({ results })
}

function shelf(buyers: Buyers, { query }: SandboxRequest): SandboxResponse {
  const storefront = z.enum(storefrontCodes).parse(query.get("storefront") ?? "TR")
  const barcodes = query.get("barcodes")?.split(",")
  return ok({
    items: buyers.shop({ sellerId: query.get("seller") ?? "", storefront, ...(barcodes && { barcodes }) }),
  })
}
