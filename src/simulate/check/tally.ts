import type { SoldLine } from "../history"
import type { Scenario } from "../scenario/scenario"

export type Pieces = Map<string, number>

export const addPieces = (to: Pieces, item: string, count: number): void => {
  to.set(item, (to.get(item) ?? 0) + count)
}

export interface OrderFact {
  channel: string
  order: string
  at: number
  readableAt: number
  /** What is not cancelled, by listing. */
  left: Map<string, number>
  /** When the house held its pieces; null while it does not. */
  reservedAt: number | null
}

/** Pieces as they truly were, and as far as the house could know. */
export class Tally {
  readonly stock: Pieces = new Map()
  readonly sold: Pieces = new Map()
  readonly known: Pieces = new Map()
  /** What was taken since figures were last computed. */
  readonly takenSince: Pieces = new Map()
  readonly orders = new Map<string, OrderFact>()
  readonly ordersOf = new Map<string, OrderFact[]>()
  readonly #recipes: Map<string, Record<string, number>>

  constructor({ variants }: Pick<Scenario, "variants">) {
    this.#recipes = new Map(variants.map(({ id, recipe }) => [id, recipe]))
  }

  recipe(listing: string): Record<string, number> {
    return this.#recipes.get(listing) ?? {}
  }

  /** Pieces of an item in so many of a listing. */
  inListing(item: string, listing: string, quantity: number): number {
    return (this.recipe(listing)[item] ?? 0) * quantity
  }

  piecesOf(lines: Iterable<SoldLine>): Pieces {
    const pieces: Pieces = new Map()
    for (const { listing, quantity } of lines) {
      for (const [item, required] of Object.entries(this.recipe(listing)))
        addPieces(pieces, item, required * quantity)
    }
    return pieces
  }

  place(order: OrderFact): void {
    this.orders.set(order.order, order)
    this.ordersOf.set(order.channel, [...(this.ordersOf.get(order.channel) ?? []), order])
    for (const [item, count] of this.#left(order)) addPieces(this.sold, item, count)
  }

  cancel(order: OrderFact, lines: SoldLine[]): void {
    for (const { listing, quantity } of lines)
      order.left.set(listing, (order.left.get(listing) ?? 0) - quantity)
    for (const [item, count] of this.piecesOf(lines)) {
      addPieces(this.sold, item, -count)
      if (order.reservedAt !== null) addPieces(this.known, item, -count)
    }
  }

  /** The house knows of it from now on. */
  reserve(order: OrderFact, at: number): void {
    if (order.reservedAt !== null) return
    order.reservedAt = at
    for (const [item, count] of this.#left(order)) {
      addPieces(this.known, item, count)
      addPieces(this.takenSince, item, count)
    }
  }

  move(item: string, delta: number): void {
    addPieces(this.stock, item, delta)
    if (delta < 0) addPieces(this.takenSince, item, -delta)
  }

  /** The most of a listing that the house could take for free when it last computed. */
  bound(listing: string): number {
    const sets = Object.entries(this.recipe(listing)).map(([item, required]) => {
      const free =
        (this.stock.get(item) ?? 0) - (this.known.get(item) ?? 0) + (this.takenSince.get(item) ?? 0)
      return Math.floor(free / required)
    })
    return Math.max(0, Math.min(...sets))
  }

  /** What is truly free of an item. */
  free(item: string): number {
    return (this.stock.get(item) ?? 0) - (this.sold.get(item) ?? 0)
  }

  #left(order: OrderFact): Pieces {
    return this.piecesOf([...order.left].map(([listing, quantity]) => ({ listing, quantity })))
  }
}
