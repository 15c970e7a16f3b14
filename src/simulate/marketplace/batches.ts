import { ChannelError, type ItemOutcome, type Outcome, type StockWrite } from "@serai/channels/contract"
import { fingerprintOf } from "@serai/channels/engine/stock/fingerprint"
import type { Chance } from "../chance"
import type { Scheduler } from "../scheduler"
import type { Marketplace } from "./marketplace"

interface Batch {
  at: number
  waiting: number
  items: ItemOutcome[]
}

export interface Delivered {
  claim: number
  /** Carried out long after it was sent. */
  late: boolean
}

/** How a marketplace takes writes: at once, or as a batch that it carries out later, item by item. */
export class StockDesk {
  readonly #batches = new Map<string, Batch>()
  readonly #seen = new Map<string, number>()

  constructor(
    readonly marketplace: Marketplace,
    private readonly scheduler: Scheduler,
    private readonly chance: Chance,
  ) {}

  write(items: StockWrite[], delivered: Delivered): Outcome[] {
    this.#refuseRepeats(items)
    const { answer } = this.marketplace.plan
    if (answer === "sync")
      return items.map((item) => this.marketplace.put(item, delivered.claim, delivered.late))
    const id = `b${this.#batches.size + 1}`
    const batch: Batch = { at: this.scheduler.now, waiting: items.length, items: [] }
    this.#batches.set(id, batch)
    this.#process(batch, items, delivered)
    return items.map(() => ({ status: "pending", batch: id }))
  }

  #process(batch: Batch, items: StockWrite[], { claim, late }: Delivered): void {
    let dueMs = this.chance.between(this.marketplace.plan.batchMs)
    for (const item of items) {
      this.scheduler.after(dueMs, () => {
        const outcome = this.marketplace.put(item, claim, late)
        batch.waiting -= 1
        if (outcome.status !== "pending") batch.items.push({ externalId: item.externalId, outcome })
      })
      dueMs += this.chance.random() * 20
    }
  }

  settle(id: string, readableMs: number): { done: boolean; items: ItemOutcome[] } {
    const batch = this.#batches.get(id)
    if (!batch || this.scheduler.now - batch.at > readableMs) {
      throw new ChannelError("not_found", `Batch ${id} is no longer readable.`)
    }
    return { done: batch.waiting === 0, items: [...batch.items] }
  }

  /** Some marketplaces take a request that says what an earlier one said for a mistake. */
  #refuseRepeats(items: StockWrite[]): void {
    const { identicalWithinMs } = this.marketplace.plan
    if (identicalWithinMs === 0) return
    const fingerprint = fingerprintOf(items)
    const seen = this.#seen.get(fingerprint)
    if (seen !== undefined && this.scheduler.now - seen < identicalWithinMs) {
      throw new ChannelError("rejected", "The same was sent a moment ago.")
    }
    this.#seen.set(fingerprint, this.scheduler.now)
  }
}
