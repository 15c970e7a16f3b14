/** The time a simulated marketplace lives by. Everything that happens later there hangs on this clock, never on a timer of its own. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `task` once when `ms` have passed; returns how to call it off. */
  after(ms: number, task: () => void): () => void
  /** Moves the time forward and runs what became due, in order, each at its own moment. */
  advance(ms: number): void
  /** Forgets everything that was planned. */
  stop(): void
}

/** Runs with the machine's clock; `advance` puts it ahead. */
export const realClock = (): SandboxClock => new Timeline(() => Date.now(), true)

/** Stands still until `advance` is called. */
export const manualClock = (startAt: number): SandboxClock => new Timeline(() => startAt, false)

interface Task {
  due: number
  run: () => void
}

class Timeline implements SandboxClock {
  /** Sorted by due time; equal times keep the order in which they were planned. */
  #tasks: Task[] = []
  #offset = 0
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly base: () => number,
    private readonly ticking: boolean,
  ) {}

  now(): number {
    return this.base() + this.#offset
  }

  after(ms: number, run: () => void): () => void {
    const task = { due: this.now() + Math.max(0, ms), run }
    this.#tasks.splice(this.#placeOf(task.due), 0, task)
    if (this.#tasks[0] === task) this.#arm()
    return () => {
      this.#tasks = this.#tasks.filter((planned) => planned !== task)
    }
  }

  advance(ms: number): void {
    const target = this.now() + ms
    for (let task = this.#tasks[0]; task && task.due <= target; task = this.#tasks[0]) {
      this.#tasks.shift()
      this.#offset += Math.max(0, task.due - this.now())
      task.run()
    }
    this.#offset += Math.max(0, target - this.now())
    this.#arm()
  }

  stop(): void {
    this.#tasks = []
    clearTimeout(this.#timer)
  }

  /** The first position whose task is due later than `due`. */
  #placeOf(due: number): number {
    let low = 0
    let high = this.#tasks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const task = this.#tasks[middle]
      if (task && task.due <= due) low = middle + 1
      else high = middle
    }
    return low
  }

  /** One timer for the earliest task; it keeps no process alive. */
  #arm(): void {
    clearTimeout(this.#timer)
    const next = this.#tasks[0]
    if (!this.ticking || !next) return
    this.#timer = setTimeout(() => this.advance(0), Math.max(0, next.due - this.now()))
    this.#timer.unref()
  }
}
