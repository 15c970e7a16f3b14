/** What one request carries: what is due, and settled listings that only make it another request. */
export interface Parcel<Item, Companion> {
  items: Item[]
  companions: Companion[]
}

/** Had the marketplace this very request a moment ago? `perhaps`: its answer was lost, and it showed nothing of it. */
export type SentBefore = "no" | "perhaps" | "yes"

/** How many companions are asked for, and how many items left out, before a repeat waits. */
export const mostOthers = 20

/**
 * Pure: what may be sent in place of a request that the marketplace would take for a repeat. The same beside one companion, or
 * beside several of them, as far as there is room; else, where a full batch has none or nothing may go along, the same less one
 * of its items: the least urgent first, which goes with the next request.
 */
export function* otherParcels<Item, Companion>(
  items: Item[],
  companions: Companion[],
  room: number,
): Generator<Parcel<Item, Companion>> {
  if (room > 0) for (const companion of companions) yield { items, companions: [companion] }
  for (let count = 2; count <= Math.min(room, companions.length); count += 1) {
    yield { items, companions: companions.slice(0, count) }
  }
  if (items.length === 1) return
  for (const left of items.slice(-mostOthers).reverse()) {
    yield { items: items.filter((item) => item !== left), companions: [] }
  }
}

export interface Repeats<Item, Companion> {
  /** How many items one request takes. */
  most: number
  sentBefore: (parcel: Parcel<Item, Companion>) => Promise<SentBefore>
  findCompanions: (count: number) => Promise<Companion[]>
}

/** The first parcel that is no repeat; undefined while there is only what the marketplace has had. */
export async function unrepeated<Item, Companion>(
  items: Item[],
  { most, sentBefore, findCompanions }: Repeats<Item, Companion>,
): Promise<Parcel<Item, Companion> | undefined> {
  const whole = { items, companions: [] }
  const before = await sentBefore(whole)
  if (before === "no") return whole
  const room = most - items.length
  const companions = room > 0 ? await findCompanions(mostOthers) : []
  for (const other of otherParcels(items, companions, room)) {
    if ((await sentBefore(other)) === "no") return other
  }
  return before === "perhaps" ? whole : undefined
}
