import { systemRuntime, type Fetch } from "../contract"
import type { SandboxClock } from "./clock"
import type { Faults } from "./faults"

export interface WebhookTarget {
  id: string
  url: string
  /** The secret goes here, where the marketplace puts it. */
  headers: Record<string, string>
}

export interface DelivererOptions {
  clock: SandboxClock
  faults: Faults
  /** How long after a failure the same delivery is tried again. */
  retryMs: number
  /** Failures in a row after which the marketplace gives a hook up. */
  passiveAfter: number
  onPassive: (targetId: string) => void
  /** Deliveries under way to one target at a time; 1 keeps the order unless a fault breaks it. */
  concurrency?: number
  fetch?: Fetch
}

interface Delivery {
  target: WebhookTarget
  body: string
}

interface Lane {
  queue: Delivery[]
  inFlight: number
  failuresInARow: number
  /** Waits until a later delivery has gone out. */
  held: Delivery | null
  /** Deliveries not yet answered with 2xx, those that wait for another attempt included. */
  open: number
  /** Set when the lane was given up: what it still held is lost. */
  closed: boolean
}

/** Posts what happened to who wants to know, as marketplaces do: at least once, in no promised order, until they lose patience. */
export class WebhookDeliverer {
  readonly counts = { delivered: 0, failed: 0, duplicated: 0, reordered: 0, lost: 0 }
  readonly #lanes = new Map<string, Lane>()
  #waiting: (() => void)[] = []

  constructor(private readonly options: DelivererOptions) {}

  deliver(target: WebhookTarget, body: string): void {
    const lane = this.#laneOf(target.id)
    const delivery = { target, body }
    lane.open += 1
    if (!lane.held && this.options.faults.strikes("reorderWebhook")) {
      this.counts.reordered += 1
      lane.held = delivery
      return
    }
    lane.queue.push(delivery)
    if (this.options.faults.strikes("duplicateWebhook")) {
      this.counts.duplicated += 1
      lane.open += 1
      lane.queue.push(delivery)
    }
    this.#release(lane)
    this.#pump(lane)
  }

  /** The hook was deleted or given up: nothing more is sent to it. */
  forget(targetId: string): void {
    const lane = this.#lanes.get(targetId)
    if (!lane) return
    lane.closed = true
    this.counts.lost += lane.open
    this.#lanes.delete(targetId)
    this.#wakeWhenDone()
  }

  /** Resolves when every delivery was answered with 2xx or given up. Retries wait for the clock: advance it where it stands still. */
  drain(): Promise<void> {
    for (const lane of this.#lanes.values()) {
      this.#release(lane)
      this.#pump(lane)
    }
    return this.#open() === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve))
  }

  #laneOf(targetId: string): Lane {
    const known = this.#lanes.get(targetId)
    if (known) return known
    const lane = { queue: [], inFlight: 0, failuresInARow: 0, held: null, open: 0, closed: false }
    this.#lanes.set(targetId, lane)
    return lane
  }

  #release(lane: Lane): void {
    if (lane.held) lane.queue.push(lane.held)
    lane.held = null
  }

  #pump(lane: Lane): void {
    while (!lane.closed && lane.inFlight < (this.options.concurrency ?? 4)) {
      const delivery = lane.queue.shift()
      if (!delivery) return
      lane.inFlight += 1
      void this.#attempt(delivery).then((delivered) => this.#finish(lane, delivery, delivered))
    }
  }

  async #attempt({ target, body }: Delivery): Promise<boolean> {
    try {
      const response = await (this.options.fetch ?? systemRuntime.fetch)(target.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...target.headers },
        body,
      })
      await response.arrayBuffer()
      return response.ok
    } catch {
      // Unreachable counts as not delivered: that is all a marketplace knows of its receiver.
      return false
    }
  }

  #finish(lane: Lane, delivery: Delivery, delivered: boolean): void {
    lane.inFlight -= 1
    this.counts[delivered ? "delivered" : "failed"] += 1
    if (lane.closed) return
    if (delivered) this.#delivered(lane)
    else this.#failed(lane, delivery)
    this.#pump(lane)
  }

  #delivered(lane: Lane): void {
    lane.failuresInARow = 0
    lane.open -= 1
    this.#wakeWhenDone()
  }

  #failed(lane: Lane, delivery: Delivery): void {
    lane.failuresInARow += 1
    if (lane.failuresInARow >= this.options.passiveAfter) {
      this.options.onPassive(delivery.target.id)
      this.forget(delivery.target.id)
      return
    }
    this.options.clock.after(this.options.retryMs, () => {
      lane.queue.push(delivery)
      this.#pump(lane)
    })
  }

  #open(): number {
    return [...this.#lanes.values()].reduce((total, lane) => total + lane.open, 0)
  }

  #wakeWhenDone(): void {
    if (this.#open() > 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
