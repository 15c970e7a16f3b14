import type { Decimal } from "./money"

/**
 * A fact as the marketplace sent it: stored before anyone interprets it. `body` is the raw text of one fact (a package,
 * a cancellation); several facts that arrive in one page or one webhook are split, never changed.
 */
export interface InboxFact {
  /** The same fact seen twice (webhook and poll, or two polls) has the same key within a channel; other content, another key. */
  key: string
  topic: "order"
  /** The marketplace's order number, where the fact names one. */
  externalId: string | null
  /** When the marketplace says it happened; the time the read mark speaks about. */
  occurredAt: Date | null
  body: string
}

/**
 * A marketplace's package states in our words. `unknown` is kept and shown, never guessed: it counts as owed, so its
 * pieces stay reserved.
 */
export const packageStates = [
  "awaiting",
  "created",
  "picking",
  "invoiced",
  "shipped",
  "delivered",
  "undelivered",
  "returned",
  "cancelled",
  /** The package was divided; its content lives on in the packages that name it as their origin. */
  "unpacked",
  "unknown",
] as const

export type PackageState = (typeof packageStates)[number]

export interface RemoteOrderLine {
  /** Unique within the order and stable across splits and partial cancellations. */
  externalId: string
  /** The listing's key on the marketplace (Trendyol: the barcode). */
  listingExternalId: string
  barcode: string | null
  sku: string | null
  title: string
  /** Pieces, a positive integer. */
  quantity: number
  /** What the buyer pays for one piece, after discounts, tax included, in the order's currency. */
  unitPrice: Decimal
  /** Discounts per piece already taken off `unitPrice`. */
  unitDiscount: Decimal
  /** Percent, e.g. "20"; null when the marketplace does not say. */
  taxRate: Decimal | null
}

export interface RemotePackage {
  externalId: string
  state: PackageState
  /** The marketplace's own word for the state, shown to operators. */
  remoteState: string
  /** Facts about one package are ordered by this; an older one never overwrites a newer one. */
  modifiedAt: Date
  /** Packages that this one replaces after a split or a partial cancellation. */
  originIds: string[]
  lines: RemoteOrderLine[]
  tracking: { number: string | null; url: string | null; carrier: string | null }
}

export interface RemoteAddress {
  firstName: string
  lastName: string
  company: string | null
  address1: string
  address2: string | null
  city: string
  province: string | null
  postalCode: string | null
  /** ISO 3166-1 alpha-2, lower case as Medusa stores it. */
  countryCode: string | null
  phone: string | null
}

export interface RemoteBuyer {
  externalId: string | null
  firstName: string
  lastName: string
  email: string | null
}

/** What one fact says of one order. It may know only some of the order's packages; the engine keeps the newest fact of each. */
export interface RemoteOrder {
  /** The number the buyer sees, unique within the channel. */
  externalId: string
  placedAt: Date
  /** ISO 4217. */
  currency: string
  /** Null while the marketplace masks it. */
  buyer: RemoteBuyer | null
  shippingAddress: RemoteAddress | null
  billingAddress: RemoteAddress | null
  packages: RemotePackage[]
  /** Where an operator sees the order at the marketplace. */
  url: string | null
}

/** Why a seller cannot deliver a package's lines. */
export type RefusalReason = "out_of_stock" | "defective" | "wrong_price"

/** A seller's own step with one package: begin to prepare it, name its invoice, or refuse some of its lines. */
export type PackageAction = {
  packageExternalId: string
  lines: { externalId: string; quantity: number }[]
} & (
  { type: "pick" } | { type: "invoice"; invoiceNumber: string } | { type: "refuse"; reason: RefusalReason }
)

export interface RemoteListing {
  /** Unique within the channel and the key of every push (Trendyol: the barcode). */
  externalId: string
  externalProductId: string | null
  barcode: string | null
  /** The seller's own code. */
  sku: string | null
  title: string
  imageUrl: string | null
  url: string | null
  /** Only listings the marketplace would accept stock for are pushed. */
  pushable: boolean
  /** It is off sale, and only for that is it not pushable: `offers` can put it back. */
  offSale?: boolean
  /** The marketplace's word for the listing's state ("approved", "archived", "locked"). */
  remoteState: string
  /** What the marketplace shows now, when the list says so. */
  quantity: number | null
  price: Decimal | null
  currency: string | null
}

export interface StockWrite {
  externalId: string
  /** Absolute and sellable: an integer between 0 and `traits.stock.max`. */
  quantity: number
  /** Where the marketplace takes compare-and-set: the figure it is believed to show. Null for "whatever it shows". */
  expected?: number | null
}

export interface RemoteStock {
  externalId: string
  quantity: number
}

export interface OfferWrite {
  externalId: string
  onSale: boolean
}

export interface RemoteOffer {
  externalId: string
  onSale: boolean
}

/** What a buyer pays, and what it is shown to have cost before, in the channel's currency; tax included. */
export interface PriceWrite {
  externalId: string
  salePrice: Decimal
  /** At least the sale price. */
  listPrice: Decimal
}

export interface RemotePrice {
  externalId: string
  salePrice: Decimal
  listPrice: Decimal
}

/** The marketplace's answer for one item of a write. */
export type Outcome =
  /** `value`: what the marketplace says it shows now, where it says so. */
  | { status: "accepted"; value?: number }
  /** `final`: sending the same again cannot succeed; wait until our data changes or a person acts. */
  | { status: "rejected"; code: string; message: string; final: boolean; retryAfterMs?: number }
  /** Compare-and-set: it shows `value` instead of what was expected, and nothing was written. */
  | { status: "moved"; value: number }
  /** The answer comes later; `batch` is what `settle` asks for. */
  | { status: "pending"; batch: string }

export type ItemOutcome = { externalId: string; outcome: Exclude<Outcome, { status: "pending" }> }
