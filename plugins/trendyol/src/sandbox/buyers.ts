import { z } from "zod"
import { storefrontCodes, type Storefront } from "../storefronts"
import { cents, isOnSale, sellerId, type Seller } from "./catalogue"
import { cancelPieces, piecesToCancel, splitPackage, type CancelWish, type Pieces } from "./divide"
import type { Marketplace } from "./marketplace"
import { isOpen, type Order, type Package, type PackageStatus } from "./packages"

const pieces = z.number().int().positive()

const orderSchema = z.strictObject({
  sellerId,
  storefront: z.enum(storefrontCodes).default("TR"),
  orderNumber: z.string().min(1).optional(),
  lines: z
    .array(
      z.strictObject({
        barcode: z.string(),
        quantity: pieces,
        unitPrice: cents.optional(),
        discount: cents.optional(),
      }),
    )
    .min(1),
  customer: z.strictObject({ firstName: z.string(), lastName: z.string() }).optional(),
  /** Epoch milliseconds; now when left out. */
  placedAt: z.number().int().optional(),
  status: z.enum(["Created", "Awaiting"]).optional(),
  force: z.boolean().optional(),
})

export type OrderInput = z.input<typeof orderSchema>

export interface PlacedOrder {
  orderNumber: string
  shipmentPackageId: number
}

export interface ShelfItem {
  barcode: string
  quantity: number
  salePrice: string
  onSale: boolean
}

/** What happens at the marketplace without the seller: people look, buy, change their minds, and carriers move parcels. */
export class Buyers {
  constructor(private readonly marketplace: Marketplace) {}

  /** Throws `NotForSale` when the shelf does not have it. */
  placeOrder(input: OrderInput): PlacedOrder {
    const { sellerId: id, lines, ...rest } = orderSchema.parse(input)
    const placed = this.marketplace.orders.place({
      ...rest,
      seller: this.#seller(id),
      lines: lines.map((line) => ({
        barcode: line.barcode,
        quantity: line.quantity,
        unitCents: line.unitPrice,
        discountCents: line.discount,
      })),
    })
    return { orderNumber: placed.order.number, shipmentPackageId: placed.id }
  }

  /** The whole order, or the named pieces of it; returns the packages that live on in their place. */
  cancelOrder(orderNumber: string, lines?: CancelWish[]): { newPackageIds: number[] } {
    const { orders, settings } = this.marketplace
    const order = this.#order(orderNumber)
    const opened: Package[] = []
    for (const [ended, taken] of piecesToCancel(order, lines)) {
      if (settings.rules.restockOnCancel) putBack(ended, taken)
      const reason = { by: "CUSTOMER" as const, reason: "Müşteri vazgeçti", code: 401 }
      const rest = cancelPieces(orders, ended, taken, reason)
      if (rest) opened.push(rest)
    }
    return { newPackageIds: opened.map((one) => one.id) }
  }

  /** Splits the order's first open package: `groups` of line ids, and the rest. Without groups every line goes its own way. */
  splitOrder(orderNumber: string, groups?: number[][]): { newPackageIds: number[] } {
    const one = this.#order(orderNumber).packages.find((candidate) => isOpen(candidate))
    if (!one) throw new Error(`order ${orderNumber} has no open package`)
    const wanted = groups ?? one.lines.slice(1).map((line) => [line.id])
    const whole = (ids: number[]): Pieces =>
      new Map(one.lines.filter((line) => ids.includes(line.id)).map((line) => [line.id, line.quantity]))
    const opened = splitPackage(this.marketplace.orders, one, wanted.map(whole))
    return { newPackageIds: opened.map((fresh) => fresh.id) }
  }

  /** Moves every package that can still move: payment cleared (Created), shipped, delivered, returned. */
  moveOrder(orderNumber: string, status: PackageStatus): void {
    for (const one of this.#order(orderNumber).packages) {
      if (mayFollow(one.status, status)) this.marketplace.orders.move(one, status)
    }
  }

  /** What buyers see now; without barcodes, everything of the storefront. */
  shop(query: { sellerId: number | string; storefront?: Storefront; barcodes?: string[] }): ShelfItem[] {
    const seller = this.#seller(Number(query.sellerId))
    const storefront = query.storefront ?? "TR"
    return (query.barcodes ?? [...seller.products.keys()]).flatMap((barcode) => {
      const product = seller.products.get(barcode)
      const offer = product?.offers[storefront]
      if (!product || !offer) return []
      const onSale = isOnSale(product, storefront) && offer.quantity > 0
      return [{ barcode, quantity: offer.quantity, salePrice: (offer.saleCents / 100).toFixed(2), onSale }]
    })
  }

  #seller(id: number): Seller {
    const seller = this.marketplace.catalogue.seller(id)
    if (!seller) throw new Error(`no seller ${id}; create it first`)
    return seller
  }

  #order(orderNumber: string): Order {
    const order = this.marketplace.orders.order(orderNumber)
    if (!order) throw new Error(`no order ${orderNumber}`)
    return order
  }
}

function putBack(ended: Package, taken: Pieces): void {
  for (const line of ended.lines) {
    const offer = line.product.offers[ended.order.storefront]
    if (offer) offer.quantity += taken.get(line.id) ?? 0
  }
}

/** "forward only"; the seller's own states count as one stage. */
const stages: Partial<Record<PackageStatus, number>> = {
  Awaiting: 0,
  Created: 1,
  Picking: 1,
  Invoiced: 1,
  Shipped: 2,
  AtCollectionPoint: 3,
  UnDelivered: 3,
  Delivered: 4,
  Returned: 4,
}

export function mayFollow(from: PackageStatus, to: PackageStatus): boolean {
  const [before, after] = [stages[from], stages[to]]
  return before !== undefined && after !== undefined && after > before
}
