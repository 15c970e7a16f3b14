import type { SandboxClock } from "@serai/channels/sandbox-kit"
import type { Storefront } from "../storefronts"
import { isOnSale, type Offer, type Product, type Seller } from "./catalogue"
import { ChangeLog } from "./change-log"
import type { Customer, Order, OrderLine, Package, PackageStatus } from "./packages"

export interface WantedLine {
  barcode: string
  quantity: number
  /** Hundredths; the shown sale price when left out. */
  unitCents?: number | undefined
  discountCents?: number | undefined
}

export interface WantedOrder {
  seller: Seller
  storefront: Storefront
  lines: WantedLine[]
  orderNumber?: string | undefined
  customer?: Customer | undefined
  placedAt?: number | undefined
  status?: "Created" | "Awaiting" | undefined
  /** Sell even what is not shown, as a marketplace does whose caches lag. */
  force?: boolean | undefined
}

/** A buyer was refused: what they wanted is not on the shelf. */
export class NotForSale extends Error {
  constructor(
    readonly reason: "sold out" | "not on sale" | "order number taken",
    readonly barcode: string,
    readonly shown: number,
  ) {
    super(`${reason}: ${barcode} (shown: ${shown})`)
  }
}

export type NewPackage = Pick<Package, "order" | "lines" | "status" | "createdBy" | "originId">

/** Orders and their packages; every change of a package passes through here, and is told to `onChange`. */
export class OrderBook {
  readonly #orders = new Map<string, Order>()
  readonly #packages = new Map<number, Package>()
  readonly #logs = new Map<string, ChangeLog>()
  readonly counts = { orders: 0, pieces: 0, refusedAsSoldOut: 0, cancelledPieces: 0 }
  #nextOrder: number
  #nextPackage: number
  #nextLine: number

  constructor(
    private readonly clock: SandboxClock,
    private readonly onChange: (changed: Package) => void,
    numbersUsed = 0,
  ) {
    this.#nextOrder = 10_654_400_000 + numbersUsed
    this.#nextPackage = 3_330_100_000 + numbersUsed
    this.#nextLine = 4_765_100_000 + numbersUsed
  }

  order(number: string): Order | undefined {
    return this.#orders.get(number)
  }

  package(id: number): Package | undefined {
    return this.#packages.get(id)
  }

  log(seller: Seller, storefront: Storefront): ChangeLog {
    const key = `${seller.id} ${storefront}`
    const log = this.#logs.get(key) ?? new ChangeLog()
    this.#logs.set(key, log)
    return log
  }

  /** Takes the pieces off the shown figure at once: all lines, or none and `NotForSale`. */
  place(wanted: WantedOrder): Package {
    const taken = this.#take(wanted)
    const now = this.clock.now()
    const number = wanted.orderNumber ?? String((this.#nextOrder += 1))
    const order: Order = {
      number,
      seller: wanted.seller,
      storefront: wanted.storefront,
      placedAt: wanted.placedAt ?? now,
      customerId: 888_000_000 + this.counts.orders,
      customer: wanted.customer ?? null,
      packages: [],
    }
    this.#orders.set(number, order)
    this.counts.orders += 1
    const lines = taken.map(({ line, product, offer }): OrderLine => {
      this.counts.pieces += line.quantity
      return {
        id: (this.#nextLine += 1),
        product,
        quantity: line.quantity,
        unitCents: line.unitCents ?? offer?.saleCents ?? 0,
        discountCents: line.discountCents ?? 0,
      }
    })
    const status = wanted.status ?? "Created"
    return this.open({ order, lines, status, createdBy: "order-creation", originId: null })
  }

  /** A new package of an order, with a new id. */
  open(fresh: NewPackage): Package {
    const opened: Package = {
      ...fresh,
      id: (this.#nextPackage += 1),
      createdAt: this.clock.now(),
      modifiedAt: 0,
      seq: 0,
      history: [],
      splitting: false,
      cancellation: null,
      shipping: null,
    }
    this.#packages.set(opened.id, opened)
    opened.order.packages.push(opened)
    this.move(opened, fresh.status)
    return opened
  }

  move(changed: Package, status: PackageStatus): void {
    changed.status = status
    changed.history.push({ status, at: this.clock.now() })
    this.touch(changed)
  }

  /** Something other than the status changed. */
  touch(changed: Package): void {
    this.log(changed.order.seller, changed.order.storefront).note(changed, this.clock.now())
    this.onChange(changed)
  }

  #take(wanted: WantedOrder) {
    const number = wanted.orderNumber
    if (number && this.#orders.has(number)) throw new NotForSale("order number taken", number, 0)
    const found = wanted.lines.map((line) => ({ line, ...this.#find(wanted, line) }))
    const left = new Map<Offer, number>()
    for (const { line, offer } of found) {
      if (!offer) continue
      const remaining = (left.get(offer) ?? offer.quantity) - line.quantity
      if (remaining < 0 && !wanted.force) {
        this.counts.refusedAsSoldOut += 1
        throw new NotForSale("sold out", line.barcode, offer.quantity)
      }
      left.set(offer, Math.max(0, remaining))
    }
    for (const [offer, remaining] of left) offer.quantity = remaining
    return found
  }

  #find(wanted: WantedOrder, line: WantedLine): { product: Product; offer: Offer | undefined } {
    const product = wanted.seller.products.get(line.barcode)
    const offer = product?.offers[wanted.storefront]
    if (!product || (!wanted.force && (!offer || !isOnSale(product, wanted.storefront)))) {
      throw new NotForSale("not on sale", line.barcode, offer?.quantity ?? 0)
    }
    return { product, offer }
  }
}
