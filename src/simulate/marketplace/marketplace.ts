import type {
  InboxFact,
  Outcome,
  PackageState,
  RemoteOrder,
  RemotePackage,
  StockWrite,
} from "@serai/channels/contract"
import type { Chance } from "../chance"
import type { Entry, SoldLine } from "../history"
import type { ChannelPlan } from "../scenario/scenario"
import { advance, cancelPieces, newOrder, remoteOrder, type RemoteBook } from "./orders"

/** A package as it was told at some moment. */
interface Telling {
  order: RemoteOrder
  packageId: string
  modifiedAt: number
  readableAt: number
}

export interface MarketplaceSurroundings {
  now: () => number
  chance: Chance
  log: (entry: Entry) => void
  /** A webhook leaves. */
  announce: (fact: InboxFact) => void
}

export interface Window {
  since: number
  /** The last one of the page before. */
  after: number | null
}

/**
 * One marketplace, as a buyer and as its API see it: it sells what it shows, lowers its own figure when it does, and takes
 * every figure it is told.
 */
export class Marketplace {
  readonly shown = new Map<string, number>()
  readonly orders = new Map<string, RemoteBook>()
  readonly #tellings: Telling[] = []

  constructor(
    readonly plan: ChannelPlan,
    private readonly around: MarketplaceSurroundings,
  ) {}

  /** Its own time. */
  get time(): number {
    return this.around.now() + this.plan.skewMs
  }

  /** Undefined when it does not show enough. */
  buy(lines: SoldLine[], { unpaid }: { unpaid: boolean }): string | undefined {
    const { id: channel } = this.plan
    const at = this.around.now()
    if (lines.some(({ listing, quantity }) => (this.shown.get(listing) ?? 0) < quantity)) {
      this.around.log({ at, kind: "refused", channel, lines })
      return undefined
    }
    for (const { listing, quantity } of lines) this.#move(listing, -quantity)
    const number = `${channel}-${this.orders.size + 1}`
    const book = newOrder(number, { placedAt: new Date(this.time), lines, unpaid })
    this.orders.set(number, book)
    this.around.log({
      at,
      kind: "order",
      channel,
      order: number,
      lines,
      readableAt: at + this.plan.listLagMs,
    })
    this.#tell(book, book.current)
    return number
  }

  advance(number: string, state: PackageState): boolean {
    const book = this.orders.get(number)
    if (!book || book.cancelled || book.shipped) return false
    book.shipped = state === "shipped"
    this.#tell(book, advance(book, state, new Date(this.time)))
    return true
  }

  isOpen(number: string): boolean {
    const book = this.orders.get(number)
    return book !== undefined && !book.cancelled && !book.shipped
  }

  cancel(number: string, part: "all" | "some"): void {
    const book = this.orders.get(number)
    const cancelled = book && cancelPieces(book, part, new Date(this.time))
    if (!cancelled) return
    const { id: channel, restocks: restocked } = this.plan
    const { lines, told } = cancelled
    if (restocked) for (const { listing, quantity } of lines) this.#move(listing, quantity)
    this.around.log({ at: this.around.now(), kind: "cancel", channel, order: number, lines, restocked })
    for (const pack of told) this.#tell(book, pack)
  }

  #move(listing: string, delta: number): void {
    this.shown.set(listing, (this.shown.get(listing) ?? 0) + delta)
  }

  #tell(book: RemoteBook, pack: RemotePackage): void {
    const readableAt = this.around.now() + this.plan.listLagMs
    const modifiedAt = pack.modifiedAt.getTime()
    this.#tellings.push({
      order: remoteOrder(book, pack),
      packageId: pack.externalId,
      modifiedAt,
      readableAt,
    })
    this.around.announce(this.#fact(this.#tellings.length - 1))
  }

  #fact(index: number): InboxFact {
    const telling = this.#tellings[index]
    if (!telling) throw new Error(`There is no telling ${index}.`)
    const { order, packageId, modifiedAt } = telling
    const state = order.packages[0]?.state ?? ""
    return {
      key: `${packageId} ${modifiedAt} ${state}`,
      topic: "order",
      externalId: order.externalId,
      occurredAt: new Date(modifiedAt),
      body: String(index),
    }
  }

  read(body: string): RemoteOrder[] {
    const telling = this.#tellings[Number(body)]
    return telling ? [telling.order] : []
  }

  /**
   * Packages changed since a moment of its own time, in its own order; a page begins with the last one of the page before. Of
   * each package it lists its newest state that has reached the list by now: what changes moves while pages are read.
   */
  list({ since, after }: Window): { facts: InboxFact[]; next: number | null; oldest: number } {
    const now = this.around.now()
    const newest = new Map<string, number>()
    for (let index = this.#tellings.length - 1; index >= 0; index -= 1) {
      const telling = this.#tellings[index]
      if (!telling || telling.modifiedAt < since) break
      const listed = telling.readableAt <= now
      if (listed && !newest.has(telling.packageId)) newest.set(telling.packageId, index)
    }
    const { newestFirst, pageSize } = this.plan
    const sorted = [...newest.values()].sort((a, b) => (newestFirst ? b - a : a - b))
    const left = sorted.filter((index) => after === null || (newestFirst ? index <= after : index >= after))
    const page = left.slice(0, pageSize)
    const last = page.at(-1)
    return {
      facts: page.map((index) => this.#fact(index)),
      next: left.length > page.length && last !== undefined ? last : null,
      oldest: Math.min(...page.map((index) => this.#tellings[index]?.modifiedAt ?? Infinity)),
    }
  }

  /** Carries out one item of a write. */
  put({ externalId: listing, quantity, expected }: StockWrite, claim: number, late: boolean): Outcome {
    const { chance, now, log } = this.around
    const { refusals, write, id: channel } = this.plan
    if (write === "compare-and-set" && expected !== undefined && expected !== null) {
      const value = this.shown.get(listing) ?? 0
      if (value !== expected) return { status: "moved", value }
    }
    const final = chance.happens(refusals.final)
    if (final || chance.happens(refusals.passing)) {
      log({ at: now(), kind: "denied", channel, listing, quantity, final })
      return { status: "rejected", code: "no", message: "Not now", final, retryAfterMs: 20_000 }
    }
    this.shown.set(listing, quantity)
    log({ at: now(), kind: "written", channel, claim, listing, quantity, late })
    return { status: "accepted" }
  }
}
