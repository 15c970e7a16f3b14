import type { Entry, History } from "../history"
import type { Scenario } from "../scenario/scenario"
import { Disturbances } from "./disturbance"
import { Oversells } from "./oversold"
import { Repeats } from "./repeats"
import { judgeRest } from "./rest"
import { Tally } from "./tally"
import type { Violation } from "./violation"
import { Writes } from "./writes"

export interface Verdict {
  violations: Violation[]
  orders: number
  units: number
  /** Pieces sold that were not there. */
  oversold: { inside: number; outside: number }
  /** Orders with such a piece: somebody has to cancel them. */
  spoiltOrders: number
}

/** Reads a history from its beginning, and holds it to the promises. It knows nothing of the engine. */
export function check(scenario: Scenario, { entries, rest }: History): Verdict {
  const judge = new Judge(scenario)
  for (const entry of entries) judge.read(entry)
  const verdict = judge.verdict
  verdict.violations.push(...judgeRest(rest, judge.tally, entries.at(-1)?.at ?? 0))
  return verdict
}

class Judge {
  readonly tally: Tally
  readonly verdict: Verdict = {
    violations: [],
    orders: 0,
    units: 0,
    oversold: { inside: 0, outside: 0 },
    spoiltOrders: 0,
  }
  readonly #disturbances = new Disturbances()
  readonly #writes: Writes
  readonly #repeats: Repeats
  readonly #oversells: Oversells

  constructor(scenario: Scenario) {
    this.tally = new Tally(scenario)
    this.#writes = new Writes(this.tally, scenario)
    this.#repeats = new Repeats(scenario)
    this.#oversells = new Oversells(this.tally, {
      disturbances: this.#disturbances,
      repeats: this.#repeats,
      last: this.#writes.last,
    })
  }

  read(entry: Entry): void {
    if (entry.kind === "order") this.#order(entry)
    else if (entry.kind === "cancel") this.#cancel(entry)
    else if (entry.kind === "reserved") this.#reserved(entry.order, entry.at)
    else if (entry.kind === "recompute") this.tally.takenSince.clear()
    else if (entry.kind === "stock") {
      const { item, delta, at } = entry
      this.tally.move(item, delta)
      if (delta < 0) this.#oversells.noteLoss({ item, pieces: -delta, at })
    } else this.#traffic(entry)
  }

  /** What went between the house and the marketplaces. */
  #traffic(entry: Entry): void {
    if (entry.kind === "reading") this.#writes.noteReading(entry)
    else if (entry.kind === "settled") this.#writes.noteSettled(entry)
    else if (entry.kind === "claim") {
      this.#writes.claim(entry)
      this.#repeats.note(entry)
    } else if (entry.kind === "written") {
      this.verdict.violations.push(...this.#writes.written(entry))
      this.#oversells.noteDenied(entry.channel, entry.listing, undefined)
    } else if (entry.kind === "denied") this.#oversells.noteDenied(entry.channel, entry.listing, entry.at)
    else this.#disturbances.note(entry)
  }

  #order(entry: Extract<Entry, { kind: "order" }>): void {
    const { inside, outside, items } = this.#oversells.judge(entry)
    const { verdict } = this
    verdict.orders += 1
    verdict.units += entry.lines.reduce((sum, { quantity }) => sum + quantity, 0)
    verdict.oversold.inside += inside
    verdict.oversold.outside += outside
    if (inside + outside > 0) verdict.spoiltOrders += 1
    const { at, channel, order, readableAt, lines } = entry
    if (outside > 0) {
      const text = `order ${order} took ${outside} of ${items.join(", ")} that were not there, long after it could be known`
      verdict.violations.push({ promise: "oversold", at, channel, listing: lines[0]?.listing ?? null, text })
    }
    const left = new Map(lines.map(({ listing, quantity }) => [listing, quantity]))
    this.tally.place({ channel, order, at, readableAt, left, reservedAt: null })
  }

  #cancel(entry: Extract<Entry, { kind: "cancel" }>): void {
    const order = this.tally.orders.get(entry.order)
    if (order) this.tally.cancel(order, entry.lines)
    this.#oversells.noteCancel(entry)
  }

  #reserved(name: string, at: number): void {
    const order = this.tally.orders.get(name)
    if (order) this.tally.reserve(order, at)
  }
}
