import type { InboxFact } from "@serai/channels/contract"
import type { FactLedger } from "@serai/channels/engine/orders/pull"
import { countsUntil, oldestReadingMs } from "@serai/channels/engine/stock/freshness"
import {
  isOpen,
  type ClaimedPush,
  type ClaimRequest,
  type Gate,
  type OpenPush,
  type PushFailure,
  type SettledItem,
  type StockLane,
  type StockLedger,
} from "@serai/channels/engine/stock/stock-ledger"
import { markMoved, markUnknown, recordAnswers, releaseUnsent } from "./answers"
import { claim, hasDue } from "./claims"
import { Inbox } from "./inbox"
import { writeDesired } from "./recompute"
import type { Listing, Push } from "./rows"
import { Tables } from "./tables"

/** Where the ledger reads stock: Medusa's rows, in whatever form. */
export interface FigureSource {
  desiredOf(listing: Listing): number | null
  listingsOfItem(inventoryItemId: string): Listing[]
}

export interface LedgerEvents {
  /** Marks are waiting: somebody should recompute. */
  onDirty(): void
  /** Facts are waiting: somebody should ingest. */
  onStored(channelId: string): void
}

type End = { batch: string } | "ended" | "open"

/** The ledger in memory: what Postgres keeps of stock and facts, each method one atomic step. */
export class MemoryLedger {
  readonly tables: Tables
  readonly inbox: Inbox
  readonly #dirty = new Map<Listing, number>()

  constructor(
    private readonly source: FigureSource,
    private readonly clock: () => number,
    private readonly events: LedgerEvents,
  ) {
    this.tables = new Tables(clock)
    this.inbox = new Inbox(clock, (channelId) => events.onStored(channelId))
  }

  markItemDirty(inventoryItemId: string): void {
    this.#mark(this.source.listingsOfItem(inventoryItemId))
  }

  markListingsDirty(channelId: string, externalIds: string[]): void {
    const listings = this.tables.listings.get(channelId)
    const variants = new Set(externalIds.map((id) => listings?.get(id)?.variantId))
    for (const mine of this.tables.listings.values()) {
      this.#mark([...mine.values()].filter(({ variantId }) => variants.has(variantId)))
    }
  }

  #mark(listings: Listing[]): void {
    for (const listing of listings) {
      if (!this.#dirty.has(listing)) this.#dirty.set(listing, this.clock())
    }
    if (listings.length > 0) this.events.onDirty()
  }

  markMoved(channelId: string, moved: { external_id: string; moved_at: Date }[]): void {
    markMoved(this.tables, channelId, moved)
  }

  gate(channelId: string, freshnessMs: number): Gate {
    const { began, settled, waiting } = this.tables.reading(channelId)
    const now = this.clock()
    const due = began === null || began < now - freshnessMs / 2
    if (settled && countsUntil(settled, freshnessMs) >= now) return due ? "ageing" : "open"
    if (!waiting.some((one) => one.began > now - oldestReadingMs)) return "unread"
    return due ? "lagging" : "uningested"
  }

  recompute(): string[] {
    const marks = [...this.#dirty].sort(([a], [b]) => a.id - b.id)
    this.#dirty.clear()
    const oldest = Math.min(...marks.map(([, at]) => at))
    return this.#compute(
      marks.map(([listing]) => listing),
      oldest,
    )
  }

  /** The full comparison of one channel. */
  recomputeChannel(channelId: string): void {
    this.#compute(this.tables.channelListings(channelId), null)
  }

  #compute(listings: Listing[], changedAt: number | null): string[] {
    const changed = new Set<string>()
    for (const listing of listings) {
      const desired = this.source.desiredOf(listing)
      if (writeDesired(this.tables, listing, { desired, changedAt })) changed.add(listing.channelId)
    }
    return [...changed]
  }

  openPushes(channelId: string): OpenPush[] {
    return this.tables.openPushes(channelId).flatMap(({ id, lane, state, batch, sentAt }) => {
      if (state === "settled" || state === "failed") return []
      return [{ id, lane, state, batch, age_ms: this.clock() - sentAt }]
    })
  }

  hasDue(channelId: string, lane: StockLane): boolean {
    return hasDue(this.tables, channelId, lane)
  }

  claim(channelId: string, request: ClaimRequest): ClaimedPush | undefined {
    const { freshnessMs, gateOpen } = request
    const stillOpen = freshnessMs === undefined || isOpen(this.gate(channelId, freshnessMs))
    return claim(this.tables, channelId, { ...request, gateOpen: gateOpen && stillOpen })
  }

  recordAnswers(pushId: string, items: SettledItem[], end: End): void {
    const push = this.#push(pushId)
    recordAnswers(this.tables, push, items)
    if (end === "ended") this.tables.closePush(push, "settled")
    else if (end !== "open") Object.assign(push, { state: "pending", batch: end.batch, sentAt: this.clock() })
  }

  recordFailure(pushId: string, { lost, retryAfterMs }: PushFailure): void {
    const push = this.#push(pushId)
    if (lost) {
      markUnknown(this.tables, push)
      Object.assign(push, { state: "unknown", sentAt: this.clock() })
    } else {
      releaseUnsent(this.tables, push, retryAfterMs)
      this.tables.closePush(push, "failed")
    }
  }

  unanswered(pushId: string, as: "pending" | "lost"): { external_id: string; value: number }[] {
    const push = this.#push(pushId)
    if (as === "lost") markUnknown(this.tables, push)
    return [...push.items].flatMap(([external_id, { outcome, value }]) =>
      outcome === "pending" || outcome === "unknown" ? [{ external_id, value }] : [],
    )
  }

  finish(pushId: string): void {
    const push = this.#push(pushId)
    releaseUnsent(this.tables, push, 0)
    this.tables.closePush(push, "settled")
  }

  store(channelId: string, facts: InboxFact[]): number {
    return this.inbox.store(channelId, facts)
  }

  moveReadMark(channelId: string, readThrough: Date): void {
    const reading = this.tables.reading(channelId)
    reading.readThrough = Math.max(reading.readThrough ?? 0, readThrough.getTime())
  }

  recordReading(channelId: string, began: Date): void {
    const reading = this.tables.reading(channelId)
    if (reading.began !== null && reading.began >= began.getTime()) return
    reading.began = began.getTime()
    reading.waiting.push({ began: reading.began, ended: this.clock() })
    this.settleReadings(channelId)
  }

  /** Runs in the step that ends a reading, or finishes inbox entries. Returns whether a reading was settled. */
  settleReadings(channelId: string): boolean {
    const reading = this.tables.reading(channelId)
    const stillWaits = ({ ended }: { ended: number }) => this.inbox.hasPending(channelId, ended)
    const newest = Math.max(...reading.waiting.filter((one) => !stillWaits(one)).map(({ began }) => began))
    reading.waiting = reading.waiting.filter(stillWaits)
    if (newest <= (reading.settled?.began ?? -Infinity)) return false
    reading.settled = { began: newest, settled: this.clock() }
    return true
  }

  #push(id: string): Push {
    const push = this.tables.pushes.get(id)
    if (!push) throw new Error(`There is no push ${id} in the ledger.`)
    return push
  }
}

/** What a process does with the ledger's stock, each of it one atomic step. */
export type StockSteps = Pick<
  MemoryLedger,
  | "gate"
  | "recompute"
  | "openPushes"
  | "hasDue"
  | "claim"
  | "recordAnswers"
  | "recordFailure"
  | "unanswered"
  | "finish"
>

/** Runs one atomic step of a process, sooner or later. */
export type Step = <T>(act: () => T) => Promise<T>

/** The ledger as one process sees it: every call is a step in which that process may die. */
export const stockLedgerOf = (ledger: StockSteps, step: Step): StockLedger => ({
  gate: (channelId, freshnessMs) => step(() => ledger.gate(channelId, freshnessMs)),
  recompute: () => step(() => ledger.recompute()),
  openPushes: (channelId) => step(() => ledger.openPushes(channelId)),
  hasDue: (channelId, lane) => step(() => ledger.hasDue(channelId, lane)),
  claim: (channelId, request) => step(() => ledger.claim(channelId, request)),
  recordAnswers: ({ id }, items, end) => step(() => ledger.recordAnswers(id, items, end)),
  recordFailure: (pushId, failure) => step(() => ledger.recordFailure(pushId, failure)),
  unanswered: (pushId, as) => step(() => ledger.unanswered(pushId, as)),
  finish: (pushId) => step(() => ledger.finish(pushId)),
})

export const factLedgerOf = (ledger: MemoryLedger, clock: () => number, step: Step): FactLedger => ({
  now: () => step(() => new Date(clock())),
  readMark: (channelId) =>
    step(() => {
      const { readThrough } = ledger.tables.reading(channelId)
      return readThrough === null ? null : new Date(readThrough)
    }),
  store: (channelId, facts) => step(() => ledger.store(channelId, facts)),
  moveReadMark: (channelId, readThrough) => step(() => ledger.moveReadMark(channelId, readThrough)),
  recordReading: (channelId, began) => step(() => ledger.recordReading(channelId, began)),
})
