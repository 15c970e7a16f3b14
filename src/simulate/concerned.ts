import type { Violation } from "./check/violation"
import type { Entry, SoldLine } from "./history"
import type { Scenario } from "./scenario/scenario"

/** Of a history, what has to do with one broken promise: the same items, and the readings that figures were built on. */
export function concerned(scenario: Scenario, entries: Entry[], violation: Violation): Entry[] {
  const recipes = new Map(scenario.variants.map(({ id, recipe }) => [id, Object.keys(recipe)]))
  const items = new Set(listingsOf(entries, violation).flatMap((listing) => recipes.get(listing) ?? []))
  const touches = (listing: string) => (recipes.get(listing) ?? []).some((item) => items.has(item))
  const orders = new Set<string>()
  const kept = entries
    .filter(({ at }) => at <= violation.at)
    .flatMap((entry) => narrowed(entry, { items, touches, orders }) ?? [])
  return withoutIdleReadings(kept)
}

/** The listings a violation speaks of; where it names an order, those of the order. */
function listingsOf(entries: Entry[], { listing, text }: Violation): string[] {
  const named = entries.flatMap((entry) =>
    entry.kind === "order" && text.split(/[ ,]/).includes(entry.order)
      ? entry.lines.map((line) => line.listing)
      : [],
  )
  return [...(listing === null ? [] : [listing]), ...named]
}

interface Topic {
  items: Set<string>
  touches: (listing: string) => boolean
  /** Orders that were told of so far. */
  orders: Set<string>
}

function narrowed(entry: Entry, topic: Topic): Entry | undefined {
  const { items, touches } = topic
  if (entry.kind === "stock") return items.has(entry.item) && entry.delta !== 0 ? entry : undefined
  if (entry.kind === "written" || entry.kind === "denied") return touches(entry.listing) ? entry : undefined
  if (entry.kind === "claim") {
    const writes = entry.writes.filter(({ listing }) => touches(listing))
    return writes.length > 0 ? { ...entry, writes } : undefined
  }
  if (entry.kind === "recompute" || entry.kind === "gate") return undefined
  return "order" in entry || "lines" in entry ? ofOrders(entry, topic) : entry
}

type OfOrders = Extract<Entry, { order: string } | { lines: SoldLine[] }>

function ofOrders(entry: OfOrders, { touches, orders }: Topic): Entry | undefined {
  const isConcerned = "lines" in entry && entry.lines.some(({ listing }) => touches(listing))
  if (entry.kind === "refused") return isConcerned ? entry : undefined
  if (isConcerned) orders.add(entry.order)
  return orders.has(entry.order) ? entry : undefined
}

/** Of many readings only those count after which the same channel was written to. */
function withoutIdleReadings(entries: Entry[]): Entry[] {
  const waiting = new Set<string>()
  const kept: Entry[] = []
  for (const entry of [...entries].reverse()) {
    if (entry.kind === "claim") waiting.add(entry.channel)
    if (entry.kind === "reading" && !waiting.delete(entry.channel)) continue
    kept.push(entry)
  }
  return kept.reverse()
}
