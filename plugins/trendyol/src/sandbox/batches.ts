import { randomUuid, type Faults, type Random, type SandboxClock } from "@serai/channels/sandbox-kit"
import type { Seller } from "./catalogue"

export interface BatchItem {
  /** What the result says of it besides its status. */
  told: Record<string, unknown>
  /** Why Trendyol fails it, or undefined when it takes it. Asked once, when its turn comes. */
  refusal(): string | undefined
  carryOut(now: number): void
}

/** What a batch carries. */
export interface BatchWork {
  items: BatchItem[]
  /** What the result says of the whole; `done` once every item has its answer. */
  head(done: boolean): Record<string, unknown>
}

export interface Batch {
  id: string
  seller: Seller
  createdAt: number
  modifiedAt: number
  work: BatchWork
  /** Items before this index have their final answer. */
  settled: number
  /** Why items failed, by index. */
  failures: Map<number, string>
}

/** "Batch result retention 4 hours" (docs/toplu-işlem-kontrolü-getbatchrequestresult-1). */
const retentionMs = 4 * 3_600_000

export interface BatchesOptions {
  clock: SandboxClock
  random: Random
  faults: Faults
  settleAfterMs: number
}

/** Batches of every kind: taken at once, worked off later, readable for four hours. */
export class Batches {
  readonly #batches = new Map<string, Batch>()
  readonly counts = { itemsWritten: 0, itemsRefused: 0 }

  constructor(private readonly options: BatchesOptions) {}

  take(seller: Seller, work: BatchWork): Batch {
    const { clock, random, settleAfterMs } = this.options
    const now = clock.now()
    this.#forgetOld(now)
    const batch: Batch = {
      id: `${randomUuid(random)}-${Math.floor((now + retentionMs) / 1000)}`,
      seller,
      createdAt: now,
      modifiedAt: now,
      work,
      settled: 0,
      failures: new Map(),
    }
    this.#batches.set(batch.id, batch)
    const half = Math.floor(work.items.length / 2)
    if (half > 0) clock.after(settleAfterMs / 2, () => this.#settle(batch, half))
    clock.after(settleAfterMs, () => this.#settle(batch, work.items.length))
    return batch
  }

  find(seller: Seller, id: string): Batch | undefined {
    const batch = this.#batches.get(id)
    const readable = batch?.seller === seller && this.options.clock.now() < batch.createdAt + retentionMs
    return readable ? batch : undefined
  }

  #settle(batch: Batch, upTo: number): void {
    const now = this.options.clock.now()
    for (const [at, item] of batch.work.items.slice(batch.settled, upTo).entries()) {
      const failure = this.#settleItem(item, now)
      if (failure !== undefined) batch.failures.set(batch.settled + at, failure)
    }
    batch.settled = upTo
    batch.modifiedAt = now
  }

  #settleItem(item: BatchItem, now: number): string | undefined {
    const failure = item.refusal() ?? (this.options.faults.strikes("lateRefusal") ? lateRefusal : undefined)
    if (failure === undefined) item.carryOut(now)
    this.counts[failure === undefined ? "itemsWritten" : "itemsRefused"] += 1
    return failure
  }

  /** Batches lie in the order in which they came, so the old ones are in front. */
  #forgetOld(now: number): void {
    for (const [id, batch] of this.#batches) {
      if (now < batch.createdAt + retentionMs) break
      this.#batches.delete(id)
    }
  }
}

const lateRefusal = "Ürün güncellenirken geçici bir hata oluştu. Lütfen daha sonra tekrar deneyiniz."
