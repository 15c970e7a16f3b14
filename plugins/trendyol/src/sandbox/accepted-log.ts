import type { Storefront } from "../storefronts"

export interface AcceptedWrite {
  seq: number
  /** When the request came in, and when the marketplace made it true. */
  receivedAt: number
  at: number
  sellerId: number
  storefront: Storefront
  barcode: string
  quantity: number
}

/** The newest accepted stock writes, numbered from 1; older ones are forgotten. */
export class AcceptedLog {
  readonly #entries: AcceptedWrite[] = []
  #count = 0

  constructor(private readonly size: number) {}

  get count(): number {
    return this.#count
  }

  add(write: Omit<AcceptedWrite, "seq">): void {
    this.#entries[this.#count % this.size] = { ...write, seq: this.#count + 1 }
    this.#count += 1
  }

  /** Entries numbered above `since`, oldest first; `oldest` tells whether some were forgotten in between. */
  after(since: number, limit = 1_000): { entries: AcceptedWrite[]; last: number; oldest: number } {
    const oldest = Math.max(1, this.#count - this.size + 1)
    const first = Math.max(oldest, since + 1)
    const entries: AcceptedWrite[] = []
    for (let seq = first; seq <= this.#count && entries.length < limit; seq += 1) {
      const entry = this.#entries[(seq - 1) % this.size]
      if (entry) entries.push(entry)
    }
    return { entries, last: entries.at(-1)?.seq ?? since, oldest }
  }
}
