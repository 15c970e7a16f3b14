import type { RemoteOrder } from "@serai/channels/contract"
import { lineItemIdOf, orderIdOf } from "@serai/channels/engine/orders/ids"
import { matchLines } from "@serai/channels/engine/orders/order-lines"
import type { OrderWork, Readable } from "@serai/channels/engine/orders/order-work"
import { applyFact, owedLines, type KnownPackage } from "@serai/channels/engine/orders/package-facts"
import type { KnownLine } from "@serai/channels/ledger/orders"

interface MedusaOrder {
  channelId: string
  externalId: string
  canceled: boolean
  lines: Map<string, MedusaLine>
}

interface MedusaLine {
  externalId: string
  listing: string
  ordered: number
}

interface BookedLine {
  owed: number
  variantId: string
}

const keyOf = (channelId: string, externalId: string) => `${channelId} ${externalId}`

/** Orders in memory: those in Medusa, and what the ledger knows of them. A crash can keep the two apart. */
export class Books {
  readonly orders = new Map<string, MedusaOrder>()
  readonly #packages = new Map<string, Map<string, KnownPackage>>()
  readonly #booked = new Map<string, BookedLine>()
  readonly #ingested = new Set<string>()

  constructor(private readonly variantOf: (channelId: string, listing: string) => string) {}

  /** What one round knows about each order it was told of; the facts themselves are taken in by the engine's own rules. */
  gather(channelId: string, readable: Readable[]): OrderWork[] {
    const packages = new Map<string, Map<string, KnownPackage>>()
    const newest = new Map<string, RemoteOrder>()
    for (const order of readable.flatMap(({ orders }) => orders)) {
      const known = packages.get(order.externalId) ?? this.packagesOf(channelId, order.externalId)
      packages.set(order.externalId, known)
      if (applyFact(known, order).verdict === "conflict")
        throw new Error(`${order.externalId} contradicts itself.`)
      newest.set(order.externalId, order)
    }
    return [...newest.values()].map((order) =>
      this.#workOf(channelId, order, packages.get(order.externalId) ?? new Map<string, KnownPackage>()),
    )
  }

  #workOf(channelId: string, order: RemoteOrder, packages: Map<string, KnownPackage>): OrderWork {
    const { externalId } = order
    const orderId = orderIdOf(channelId, externalId)
    const created = this.orders.get(orderId)
    return {
      order,
      orderId,
      isNew: !this.#ingested.has(orderId),
      isCreated: created !== undefined,
      isCanceled: created?.canceled ?? false,
      packages,
      ...matchLines(owedLines(packages.values()), this.#knownLines(orderId), (line) =>
        lineItemIdOf(channelId, externalId, line),
      ),
    }
  }

  /** A copy: what a round takes in counts when it is saved. */
  packagesOf(channelId: string, externalId: string): Map<string, KnownPackage> {
    return new Map(this.#packages.get(keyOf(channelId, externalId)))
  }

  #knownLines(orderId: string): KnownLine[] {
    const order = this.orders.get(orderId)
    if (!order) return []
    return [...order.lines].map(([lineItemId, line]): KnownLine => {
      const booked = this.#booked.get(lineItemId)
      return {
        order_external_id: order.externalId,
        external_id: line.externalId,
        line_item_id: lineItemId,
        listing_external_id: line.listing,
        variant_id: booked?.variantId ?? null,
        ordered: line.ordered,
        owed: booked?.owed ?? null,
        state: booked ? (booked.owed === 0 ? "closed" : "reserved") : null,
      }
    })
  }

  /** Medusa has every order, every line, and of every line as many pieces as were ordered. */
  createMissing(channelId: string, works: OrderWork[]): void {
    for (const { order, orderId, isCreated, lines } of works) {
      if (!isCreated && this.orders.has(orderId))
        throw new Error(`Order with id: ${orderId}, already exists.`)
      const known = this.orders.get(orderId)
      const medusa = known ?? { channelId, externalId: order.externalId, canceled: false, lines: new Map() }
      this.orders.set(orderId, medusa)
      for (const { line, lineItemId, ordered } of lines) {
        medusa.lines.set(lineItemId, {
          externalId: line.externalId,
          listing: line.listingExternalId,
          ordered,
        })
      }
    }
  }

  /** Runs in the step that also finishes the inbox entries. */
  save(channelId: string, works: OrderWork[]): void {
    for (const { order, orderId, packages, lines } of works) {
      this.#packages.set(keyOf(channelId, order.externalId), packages)
      this.#ingested.add(orderId)
      for (const { line, lineItemId, owed } of lines) {
        this.#booked.set(lineItemId, { owed, variantId: this.variantOf(channelId, line.listingExternalId) })
      }
      const medusa = this.orders.get(orderId)
      if (medusa) medusa.canceled = lines.every(({ owed }) => owed === 0)
    }
  }

  /** Is everything known of this order, with nothing under way? */
  isIngested(channelId: string, externalId: string): boolean {
    return this.#ingested.has(orderIdOf(channelId, externalId))
  }

  /** What is owed per line, as booked. */
  owedOf(channelId: string, externalId: string): { lineItemId: string; quantity: number }[] {
    const order = this.orders.get(orderIdOf(channelId, externalId))
    return [...(order?.lines.keys() ?? [])].map((lineItemId) => ({
      lineItemId,
      quantity: this.#booked.get(lineItemId)?.owed ?? 0,
    }))
  }
}
