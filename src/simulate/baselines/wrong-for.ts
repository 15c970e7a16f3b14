import type { Entry, History } from "../history"
import type { Scenario } from "../scenario/scenario"
import { Tally } from "../check/tally"

/** Each bucket ends a twentieth above the one before. */
const step = Math.log(1.05)

/** How many durations fell into which bucket. */
export type Histogram = Record<number, number>

export const bucketOf = (ms: number) => Math.max(0, Math.ceil(Math.log(Math.max(1, ms)) / step))

/** The duration below which this share of them lies, in milliseconds. */
export function quantile(histogram: Histogram, share: number): number {
  const buckets = Object.entries(histogram).sort(([a], [b]) => Number(a) - Number(b))
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  let reached = 0
  for (const [bucket, count] of buckets) {
    reached += count
    if (reached >= total * share) return Math.exp(Number(bucket) * step)
  }
  return 0
}

/**
 * How long marketplaces showed a figure that was no longer true: from what changed it (a sale elsewhere, goods that came) until
 * they showed the right one. A sale that a marketplace takes off by itself is right at once, and does not count.
 */
export function wrongFor(scenario: Scenario, { entries }: History): Histogram {
  const watch = new Watch(scenario)
  for (const entry of entries) watch.read(entry)
  return watch.histogram
}

class Watch {
  readonly histogram: Histogram = {}
  readonly #tally: Tally
  readonly #shown = new Map<string, number>()
  readonly #wrongSince = new Map<string, number>()

  constructor(private readonly scenario: Scenario) {
    this.#tally = new Tally(scenario)
  }

  read(entry: Entry): void {
    if (entry.kind === "stock") {
      this.#tally.move(entry.item, entry.delta)
      this.#compare(entry.at, new Set([entry.item]))
    } else if (entry.kind === "order") {
      const left = new Map(entry.lines.map(({ listing, quantity }) => [listing, quantity]))
      const { channel, order, at, readableAt } = entry
      this.#tally.place({ channel, order, at, readableAt, left, reservedAt: null })
      this.#move(entry, -1)
    } else if (entry.kind === "cancel") {
      const order = this.#tally.orders.get(entry.order)
      if (order) this.#tally.cancel(order, entry.lines)
      this.#move(entry, entry.restocked ? 1 : 0)
    } else if (entry.kind === "written") {
      this.#shown.set(`${entry.channel} ${entry.listing}`, entry.quantity)
      this.#compareOne(entry.at, entry.channel, entry.listing)
    }
  }

  #move({ channel, lines, at }: Extract<Entry, { kind: "order" | "cancel" }>, sign: number): void {
    for (const { listing, quantity } of lines) {
      const key = `${channel} ${listing}`
      this.#shown.set(key, (this.#shown.get(key) ?? 0) + sign * quantity)
    }
    this.#compare(at, new Set(this.#tally.piecesOf(lines).keys()))
  }

  #compare(at: number, items: Set<string>): void {
    for (const { id, recipe } of this.scenario.variants) {
      if (!Object.keys(recipe).some((item) => items.has(item))) continue
      for (const channel of this.scenario.channels) this.#compareOne(at, channel.id, id)
    }
  }

  #compareOne(at: number, channel: string, listing: string): void {
    const key = `${channel} ${listing}`
    const recipe = Object.entries(this.#tally.recipe(listing))
    const sets = recipe.map(([item, required]) => Math.floor(this.#tally.free(item) / required))
    const isRight = Math.max(0, Math.min(...sets)) === (this.#shown.get(key) ?? 0)
    const since = this.#wrongSince.get(key)
    if (!isRight && since === undefined) this.#wrongSince.set(key, at)
    if (!isRight || since === undefined) return
    this.#wrongSince.delete(key)
    const bucket = bucketOf(at - since)
    this.histogram[bucket] = (this.histogram[bucket] ?? 0) + 1
  }
}
