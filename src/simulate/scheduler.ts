interface Event {
  time: number
  sequence: number
  run: () => void
}

export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown))

/** Events between which Node drains what promises left behind, queued this many at a time. */
const batch = 32

const isBefore = (a: Event, b: Event) => a.time < b.time || (a.time === b.time && a.sequence < b.sequence)

/**
 * Virtual time. It owns everything that happens later: events run one after the other, by time and then by when they were
 * added, and between two of them every promise that can go on does. The same events give the same history, byte for byte.
 */
export class Scheduler {
  #now: number
  #sequence = 0
  /** A binary heap, earliest first. */
  readonly #heap: Event[] = []

  constructor(start: number) {
    this.#now = start
  }

  get now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): void {
    this.#sequence += 1
    this.#push({ time: this.#now + Math.max(0, ms), sequence: this.#sequence, run })
  }

  at(time: number, run: () => void): void {
    this.after(time - this.#now, run)
  }

  /** Runs every event up to `until`; rejects with what an event throws. */
  run(until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let ended = false
      const end = (act: () => void) => {
        ended = true
        act()
      }
      const step = () => {
        if (ended) return
        const [next] = this.#heap
        if (!next || next.time > until) {
          this.#now = until
          end(resolve)
          return
        }
        this.#pop()
        this.#now = next.time
        try {
          next.run()
        } catch (error) {
          end(() => reject(asError(error)))
        }
      }
      const queue = () => {
        if (ended) return
        for (let index = 0; index < batch; index += 1) setImmediate(step)
        setImmediate(queue)
      }
      queue()
    })
  }

  #push(event: Event): void {
    const heap = this.#heap
    let index = heap.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#swapIfBefore(index, parent)) return
      index = parent
    }
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const child = this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#swapIfBefore(child, index)) return
      index = child
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    return first !== undefined && second !== undefined && isBefore(first, second)
  }

  #swapIfBefore(a: number, b: number): boolean {
    const heap = this.#heap
    const [first, second] = [heap[a], heap[b]]
    if (!first || !second || !isBefore(first, second)) return false
    heap[a] = second
    heap[b] = first
    return true
  }
}
