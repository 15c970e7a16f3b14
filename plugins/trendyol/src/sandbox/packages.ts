import type { Storefront } from "../storefronts"
import type { Product, Seller } from "./catalogue"

export const packageStatuses = [
  "Awaiting",
  "Created",
  "Picking",
  "Invoiced",
  "Shipped",
  "AtCollectionPoint",
  "Delivered",
  "UnDelivered",
  "Returned",
  "Cancelled",
  "UnSupplied",
  "UnPacked",
  "Verified",
] as const

export type PackageStatus = (typeof packageStatuses)[number]

/** AtCollectionPoint → AT_COLLECTION_POINT, as webhook subscriptions spell it; UnPacked and its like stay one word there. */
export const subscriptionName = (status: PackageStatus): string =>
  status.startsWith("Un") ? status.toUpperCase() : status.replace(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase()

export interface OrderLine {
  id: number
  product: Product
  quantity: number
  /** What the buyer pays for one piece. */
  unitCents: number
  /** The seller's discount on one piece, already taken off. */
  discountCents: number
}

export interface Customer {
  firstName: string
  lastName: string
}

export interface Order {
  number: string
  seller: Seller
  storefront: Storefront
  placedAt: number
  customerId: number
  /** Invented from the customer's id when nobody named one. */
  customer: Customer | null
  packages: Package[]
}

export interface Cancellation {
  by: "CUSTOMER" | "SELLER"
  reason: string
  code: number
}

/** What carriers and invoices add; most packages never need it. */
export interface Shipping {
  trackingNumber?: string
  provider?: string
  providerChangedAt?: number
  warehouseId?: number
  deci?: number
  boxQuantity?: number
  invoiceNumber?: string
  invoiceLink?: string
  agreedDeliveryDate?: number
}

export interface Package {
  id: number
  order: Order
  status: PackageStatus
  lines: OrderLine[]
  createdAt: number
  modifiedAt: number
  /** Its newest place in the change log. */
  seq: number
  createdBy: "order-creation" | "cancel" | "split"
  originId: number | null
  history: { status: PackageStatus; at: number }[]
  /** A split was asked for and is not done yet. */
  splitting: boolean
  cancellation: Cancellation | null
  shipping: Shipping | null
}

/** Still in the seller's hands: can be cancelled, split or moved on. */
export const isOpen = (one: Package): boolean =>
  one.status === "Awaiting" ||
  one.status === "Created" ||
  one.status === "Picking" ||
  one.status === "Invoiced"

export const piecesOf = (lines: readonly { quantity: number }[]): number =>
  lines.reduce((total, line) => total + line.quantity, 0)
