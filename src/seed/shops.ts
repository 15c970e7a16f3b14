import type { Place } from "./catalogue"

/** The demo's seller at the sandbox. Its keys open nothing else. */
export const seller = { sellerId: "100200", apiKey: "demo-api-key", apiSecret: "demo-api-secret" }

export type ShopCode = "TR" | "RO"

export interface Shop {
  storefront: ShopCode
  name: string
  currency: "try" | "ron"
  /** Which places' stock it sells: both sell from Istanbul, so they compete for the same pieces. */
  places: Place[]
  /** The most pieces of one listing that the shop shows. */
  cap: number | null
}

export const shops: Shop[] = [
  { storefront: "TR", name: "Trendyol Türkiye", currency: "try", places: ["istanbul"], cap: null },
  { storefront: "RO", name: "Trendyol România", currency: "ron", places: ["istanbul", "cluj"], cap: 100 },
]

/** What a seller enters in the connect form. */
export const credentialsFor = ({ storefront }: Shop) => ({
  ...seller,
  integrator: "SelfIntegration",
  storefront,
})

/** What the connector calls the account; the ledger knows a shop's channel by it, whatever people rename it to. */
export const accountOf = (storefront: ShopCode) => `Seller ${seller.sellerId}, storefront ${storefront}`
