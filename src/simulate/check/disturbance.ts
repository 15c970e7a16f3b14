import type { Entry } from "../history"
import { minuteMs, secondMs } from "../scenario/scenario"

interface Span {
  /** Null for the whole house. */
  channel: string | null
  from: number
  to: number
}

/** What a fault leaves behind is picked up by the minute's schedule. */
const recoveryMs = minuteMs + 10 * secondMs

/** When something was in the way: between a channel and us, or all of the house. */
export class Disturbances {
  readonly #spans: Span[] = []
  #awake = 0
  #asleepSince: number | undefined

  note(entry: Entry): void {
    if (entry.kind === "fault") {
      this.#spans.push({ channel: entry.channel, from: entry.from, to: entry.to + recoveryMs })
    } else if (entry.kind === "crash") {
      this.#awake -= 1
      this.#spans.push({ channel: null, from: entry.at, to: entry.at + 2 * secondMs })
      if (this.#awake === 0) this.#asleepSince = entry.at
    } else if (entry.kind === "started") {
      this.#awake += 1
      if (this.#asleepSince === undefined) return
      this.#spans.push({ channel: null, from: this.#asleepSince, to: entry.at + 5 * secondMs })
      this.#asleepSince = undefined
    }
  }

  /** Of the time between two moments, how much nothing was in the way of these channels. */
  calmMs(channels: (string | null)[], { from, to }: { from: number; to: number }): number {
    const asleep: Span[] =
      this.#asleepSince === undefined ? [] : [{ channel: null, from: this.#asleepSince, to }]
    const spans = [...this.#spans, ...asleep]
      .filter((span) => span.channel === null || channels.includes(span.channel))
      .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
      .filter((span) => span.from < span.to)
      .sort((a, b) => a.from - b.from)
    let calm = 0
    let reached = from
    for (const span of spans) {
      calm += Math.max(0, span.from - reached)
      reached = Math.max(reached, span.to)
    }
    return calm + Math.max(0, to - reached)
  }
}
