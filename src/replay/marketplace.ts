import { Obstacle } from "../launch/obstacle"
import type { StageSandbox } from "../stage/sandbox"
import type { ChannelChoice } from "./arguments"
import type { Goods } from "./orders/survey"

/** What the replay has to know of a marketplace's sandbox: who sells there, and how buyers ask. */
export interface PlayedMarketplace {
  /** Where the connector is told to find it. */
  environment(sandbox: StageSandbox): Record<string, string>
  /** Opens the shop with everything it sells. */
  open(sandbox: StageSandbox, storefronts: string[], goods: Goods[]): Promise<void>
  credentials(storefront: string): Record<string, string>
  placeOrders(sandbox: StageSandbox, orders: Wish[]): Promise<Answer[]>
  cancel(
    sandbox: StageSandbox,
    orderNumber: string,
    lines: { barcode: string; quantity: number }[],
  ): Promise<void>
  /** What buyers see, by barcode. */
  shown(sandbox: StageSandbox, storefront: string): Promise<Map<string, number>>
}

export interface Wish {
  storefront: string
  orderNumber: string
  /** Buy even what is not shown, as happens where a marketplace's pages lag behind. */
  force: boolean
  lines: { barcode: string; quantity: number; unitPrice: string }[]
}

export type Answer = { orderNumber: string } | { error: string; barcode: string; shown: number }

const seller = { sellerId: 4711, apiKey: "key-4711", apiSecret: "secret-4711" }
const productsPerCall = 500

const trendyol: PlayedMarketplace = {
  environment: (sandbox) => ({ TRENDYOL_BASE_URL: sandbox.url, TRENDYOL_OVERLAP_MS: "60000" }),
  async open(sandbox, storefronts, goods) {
    await sandbox.control("POST", "/sellers", { ...seller, storefronts })
    const products = goods.map(({ sku, barcode, title, price }) => ({
      barcode,
      stockCode: sku,
      title: title || sku,
      quantity: 0,
      salePrice: price,
    }))
    for (let from = 0; from < products.length; from += productsPerCall) {
      const some = products.slice(from, from + productsPerCall)
      await sandbox.control("POST", "/products", { sellerId: seller.sellerId, products: some })
    }
  },
  credentials: (storefront) => ({
    sellerId: String(seller.sellerId),
    apiKey: seller.apiKey,
    apiSecret: seller.apiSecret,
    integrator: "SelfIntegration",
    storefront,
  }),
  async placeOrders(sandbox, wishes) {
    const orders = wishes.map((wish) => ({ sellerId: seller.sellerId, ...wish }))
    return (await sandbox.control<{ results: Answer[] }>("POST", "/orders/bulk", { orders })).results
  },
  async cancel(sandbox, orderNumber, lines) {
    await sandbox.control("POST", `/orders/${encodeURIComponent(orderNumber)}/cancel`, { lines })
  },
  async shown(sandbox, storefront) {
    const path = `/shop?seller=${seller.sellerId}&storefront=${storefront}`
    const { items } = await sandbox.control<{ items: { barcode: string; quantity: number }[] }>("GET", path)
    return new Map(items.map(({ barcode, quantity }) => [barcode, quantity]))
  },
}

/** Marketplaces whose sandbox has buyers. */
const played: Record<string, PlayedMarketplace> = { trendyol }

/** The one marketplace that all chosen channels are on. */
export function playedMarketplace(channels: ChannelChoice[]): {
  name: string
  marketplace: PlayedMarketplace
} {
  const names = [...new Set(channels.map(({ marketplace }) => marketplace))]
  const [name = ""] = names
  const marketplace = played[name]
  if (names.length === 1 && marketplace) return { name, marketplace }
  const known = Object.keys(played).join(", ")
  throw new Obstacle(`--channels must all be of one marketplace that can be replayed: ${known}.`)
}
