import { createSandboxServer, type FaultPatch, type SandboxServer } from "@serai/channels/sandbox-kit"
import { gatewayAnswers } from "./answers"
import { Buyers } from "./buyers"
import type { ProductInput, Seller, SellerInput } from "./catalogue"
import { createGuard } from "./guard"
import { createMarketplace, type Marketplace } from "./marketplace"
import { archiveRoutes } from "./routes/archive-routes"
import { batchRoutes } from "./routes/batch-routes"
import { trendyolControl } from "./routes/control-routes"
import { orderRoutes } from "./routes/order-routes"
import { packageRoutes } from "./routes/package-routes"
import { productRoutes } from "./routes/product-routes"
import { shippingRoutes } from "./routes/shipping-routes"
import { stageRoutes } from "./routes/stage-routes"
import { stockRoutes } from "./routes/stock-routes"
import { webhookRoutes } from "./routes/webhook-routes"
import type { TrendyolSandboxOptions } from "./rules"

export type { AcceptedWrite } from "./accepted-log"
export type { OrderInput, PlacedOrder, ShelfItem } from "./buyers"
export type { ProductInput, SellerInput } from "./catalogue"
export type { CancelWish } from "./divide"
export { NotForSale } from "./order-book"
export type { SandboxRules, TrendyolSandboxOptions } from "./rules"

/** A Trendyol of one's own: the API behind `baseUrl`, its buyers in `buyers`, and everything over HTTP under `/__sandbox`. */
export interface TrendyolSandbox extends SandboxServer {
  /** What stands for https://apigw.trendyol.com/integration: the root, so that the printed URL is all a connector needs. */
  baseUrl: string
  buyers: Buyers
  putSeller(input: SellerInput): Seller
  putProducts(sellerId: number, products: ProductInput[]): void
  setFaults(patch: FaultPatch): void
  /** Resolves when every webhook delivery was answered or given up. */
  drained(): Promise<void>
  accepted: Marketplace["accepted"]
  stats(): Record<string, unknown>
}

export async function createTrendyolSandbox(options: TrendyolSandboxOptions = {}): Promise<TrendyolSandbox> {
  const marketplace = createMarketplace(options)
  const { accepted, catalogue, clock, deliverer, faults, settings } = marketplace
  const buyers = new Buyers(marketplace)
  const stats = () => statsOf(marketplace)
  const server = await createSandboxServer({
    name: "trendyol",
    clock,
    faults,
    seed: settings.seed,
    ...(options.port !== undefined && { port: options.port }),
    routes: routesOf(marketplace),
    control: trendyolControl(marketplace, buyers),
    answers: gatewayAnswers,
    stats,
  })
  return {
    ...server,
    baseUrl: server.url,
    buyers,
    accepted,
    stats,
    putSeller: (input) => catalogue.putSeller(input),
    putProducts: (sellerId, products) => {
      const seller = catalogue.seller(sellerId)
      if (!seller) throw new Error(`no seller ${sellerId}; create it first`)
      for (const product of products) catalogue.putProduct(seller, product, clock.now())
    },
    setFaults: (patch) => void faults.set(patch),
    drained: () => deliverer.drain(),
  }
}

function routesOf(marketplace: Marketplace) {
  const routes = [
    ...orderRoutes(marketplace),
    ...stockRoutes(marketplace),
    ...archiveRoutes(marketplace),
    ...batchRoutes(marketplace),
    ...productRoutes(),
    ...packageRoutes(marketplace),
    ...shippingRoutes(marketplace),
    ...webhookRoutes(marketplace),
    ...stageRoutes(marketplace),
  ]
  return routes.map(createGuard(marketplace))
}

const statsOf = ({
  orders,
  batches,
  deliverer,
  accepted,
  overLimit,
}: Marketplace): Record<string, unknown> => ({
  ...orders.counts,
  overLimit: Object.fromEntries(overLimit),
  ...batches.counts,
  acceptedWrites: accepted.count,
  webhooks: deliverer.counts,
})
