import type { Limit } from "@serai/channels/contract"

const asOf = "2026-09-28"
const limitsPage = "https://developers.trendyol.com/docs/1-servis-limitleri"
const streamPage = "https://developers.trendyol.com/docs/sipariş-paketlerini-akış-ile-çekme"

/** The endpoints we call, and the group whose limit each counts against besides its own. */
export const endpointGroups = {
  "order-stream": "order-stream",
  "order-list": "order-list",
  "package-status": "package-status",
  unsupplied: "package-split",
  "price-and-inventory": "inventory",
  "archive-state": "product-write",
  "batch-result": "product-read",
  "approved-products": "product-read",
  "approved-inventory": "product-read",
  "unapproved-products": "product-read",
  "create-webhook": "webhooks",
  "list-webhooks": "webhooks",
  "activate-webhook": "webhooks",
  "delete-webhook": "webhooks",
} as const

export type Endpoint = keyof typeof endpointGroups

const minute = 60_000

/**
 * The tiered limits are those of the lowest tier: which tier a seller is in is not told. Where two pages disagree
 * (getShipmentPackages: 30 or 1000 a minute) the stricter one stands.
 */
const groupLimits: Limit[] = [
  { group: "product-read", max: 1000, windowMs: minute, asOf, source: limitsPage },
  { group: "product-write", max: 200, windowMs: minute, asOf, source: limitsPage },
  { group: "inventory", max: 350, windowMs: minute, asOf, source: limitsPage },
  { group: "order-list", max: 30, windowMs: minute, asOf, source: limitsPage },
  { group: "package-status", max: 300, windowMs: minute, asOf, source: limitsPage },
  { group: "package-split", max: 100, windowMs: minute, asOf, source: limitsPage },
  // "Leave at least five seconds between calls": a recommendation about one scan, kept as if it were a limit.
  { group: "order-stream", max: 1, windowMs: 5_000, per: "channel", asOf, source: streamPage },
]

const ownGroup = (endpoint: Endpoint) => `endpoint:${endpoint}`

/** "50 requests per 10 seconds per endpoint; the 51st gets 429." */
const endpointLimits = (Object.keys(endpointGroups) as Endpoint[]).map((endpoint): Limit => ({
  group: ownGroup(endpoint),
  max: 50,
  windowMs: 10_000,
  asOf,
  source: limitsPage,
}))

export const trendyolLimits: Limit[] = [...endpointLimits, ...groupLimits]

/** The groups a request to `endpoint` counts against. */
export const groupsOf = (endpoint: Endpoint): string[] => [ownGroup(endpoint), endpointGroups[endpoint]]
