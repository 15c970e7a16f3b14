import type { Package } from "./packages"

interface Change {
  seq: number
  at: number
  package: Package
}

/**
 * The packages of one seller and storefront in the order in which they last changed. A package that changes again leaves its
 * old place behind as a dead entry; dead entries are swept out when they outnumber the living.
 */
export class ChangeLog {
  #changes: Change[] = []
  #living = 0

  /** Stamps the change: never before an earlier one, and never twice at the same time for one package. */
  note(changed: Package, now: number): void {
    const isNew = changed.seq === 0
    if (isNew) this.#living += 1
    const last = this.#changes.at(-1)
    const at = Math.max(now, last?.at ?? 0, isNew ? 0 : changed.modifiedAt + 1)
    changed.modifiedAt = at
    changed.seq = (last?.seq ?? 0) + 1
    this.#changes.push({ seq: changed.seq, at, package: changed })
    if (this.#changes.length > 2 * this.#living + 1_000) this.#sweep()
  }

  /** From the newest change before `beforeSeq` back to `from`, both ends of the time window included. */
  *newestFirst(window: { from: number; to: number; beforeSeq?: number }): Generator<Package> {
    const start = this.#indexBefore(window.beforeSeq ?? Infinity)
    // A snapshot's length: changes made while a caller walks are ahead of it.
    for (let index = start; index >= 0; index -= 1) {
      const change = this.#changes[index]
      if (!change || change.at < window.from) return
      if (change.seq === change.package.seq && change.at <= window.to) yield change.package
    }
  }

  #indexBefore(seq: number): number {
    let low = 0
    let high = this.#changes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#changes[middle]?.seq ?? Infinity) < seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #sweep(): void {
    this.#changes = this.#changes.filter((change) => change.seq === change.package.seq)
  }
}
