import { reservationIdOf } from "./ids"

/** What one order line must have reserved. */
export interface LineTarget {
  lineItemId: string
  /** Pieces of the variant that are owed and not fulfilled yet. */
  quantity: number
  components: { inventoryItemId: string; required: number }[]
}

export interface LiveReservation {
  id: string
  line_item_id: string
  inventory_item_id: string
  location_id: string
  quantity: number
}

/** May a line be sent from several locations, or should one send all of it? */
export type LocationMode = "split" | "single"

/** What there is to plan with, read under the lock of every item concerned. */
export interface ReservationWorld {
  /** Split when left out. */
  locationMode?: LocationMode
  /** Free pieces per item and location, in the sales channel's locations only. Planning takes from it. */
  free: Map<string, Map<string, number>>
  live: LiveReservation[]
  /** How many reservations were ever made per line and item, deleted ones included; keyed with `pairKey`. */
  made: Map<string, number>
}

export interface NewReservation {
  id: string
  line_item_id: string
  inventory_item_id: string
  location_id: string
  quantity: number
}

export interface ReservationPlan {
  create: NewReservation[]
  update: { id: string; quantity: number }[]
  remove: string[]
  /** Lines whose items are kept at none of the channel's locations. */
  unplaced: string[]
}

export const pairKey = (lineItemId: string, inventoryItemId: string) => `${lineItemId} ${inventoryItemId}`

/**
 * From what is reserved to what must be. Every line ends with exactly its target: what is owed is reserved even where
 * stock does not cover it, so that a shortage shows as negative availability instead of disappearing.
 *
 * A line lies at one location if that can make it; else, in both modes, it is spread, one reservation per part. The mode
 * matters to a line that grows: with `single` it moves to where it has room as a whole.
 */
export function planReservations(targets: LineTarget[], world: ReservationWorld): ReservationPlan {
  const plan: ReservationPlan = { create: [], update: [], remove: [], unplaced: [] }
  for (const target of targets) {
    const live = world.live.filter((row) => row.line_item_id === target.lineItemId)
    releaseForeign(target, live, plan)
    if (world.locationMode === "single") gatherHeld(target, live, { plan, free: world.free })
    const held = live.filter((row) => !plan.remove.includes(row.id))
    const missing = target.components.map((component) => alignHeld(target, component, { live: held, plan }))
    const { parts, complete } = place(target.components, missing, world.free)
    if (!complete) plan.unplaced.push(target.lineItemId)
    plan.create.push(...parts.map((part) => newReservation(target.lineItemId, part, world.made)))
  }
  return plan
}

type Component = LineTarget["components"][number]
type Free = ReservationWorld["free"]
type Part = Omit<NewReservation, "id" | "line_item_id">

/** Items that the variant is no longer made of. */
function releaseForeign(target: LineTarget, live: LiveReservation[], plan: ReservationPlan): void {
  const items = new Set(target.components.map((component) => component.inventoryItemId))
  for (const row of live) if (!items.has(row.inventory_item_id)) plan.remove.push(row.id)
}

/** A line that lacks pieces gives back what it holds when one location, with that, could make all of it. */
function gatherHeld(
  { components, quantity }: LineTarget,
  live: LiveReservation[],
  { plan, free }: { plan: ReservationPlan; free: Free },
): void {
  const mine = live.filter((row) => components.some((part) => part.inventoryItemId === row.inventory_item_id))
  const held = ({ inventoryItemId }: Component) =>
    mine
      .filter((row) => row.inventory_item_id === inventoryItemId)
      .reduce((sum, row) => sum + row.quantity, 0)
  if (mine.length === 0 || components.every((part) => held(part) >= quantity * part.required)) return
  giveBack(free, mine)
  const [best] = setsPerLocation(components, free)
  if (best && best[1] >= quantity) plan.remove.push(...mine.map((row) => row.id))
  else
    giveBack(
      free,
      mine.map((row) => ({ ...row, quantity: -row.quantity })),
    )
}

/** Only the sales channel's own locations are planned with; what lies elsewhere is free there, not here. */
function giveBack(free: Free, rows: LiveReservation[]): void {
  for (const { inventory_item_id, location_id, quantity } of rows) {
    const pieces = free.get(inventory_item_id)
    const there = pieces?.get(location_id)
    if (there !== undefined) pieces?.set(location_id, there + quantity)
  }
}

/** Gives back what is too much; returns the pieces that lack. */
function alignHeld(
  target: LineTarget,
  component: Component,
  { live, plan }: { live: LiveReservation[]; plan: ReservationPlan },
): number {
  const mine = live.filter((row) => row.inventory_item_id === component.inventoryItemId)
  const reserved = mine.reduce((sum, row) => sum + row.quantity, 0)
  const wanted = target.quantity * component.required
  if (wanted < reserved) release(mine, reserved - wanted, plan)
  return Math.max(0, wanted - reserved)
}

/** Location by location, so that a kit's components are given back at the same ones. */
function release(live: LiveReservation[], quantity: number, plan: ReservationPlan): void {
  let left = quantity
  for (const row of [...live].sort((a, b) => (a.location_id < b.location_id ? -1 : 1))) {
    const taken = Math.min(left, row.quantity)
    left -= taken
    if (taken === row.quantity) plan.remove.push(row.id)
    else if (taken > 0) plan.update.push({ id: row.id, quantity: row.quantity - taken })
  }
}

/**
 * Whole kits where all components lie together, since that is how availability is counted and how a parcel is packed; what
 * no location can hold as a whole, component by component.
 */
function place(components: Component[], missing: number[], free: Free): { parts: Part[]; complete: boolean } {
  const lacking = components.map((component, index) => ({ ...component, missing: missing[index] ?? 0 }))
  const kits = Math.min(...lacking.map((one) => Math.floor(one.missing / one.required)))
  const parts = kits > 0 ? spread(components, kits, free) : []
  let complete = true
  for (const { inventoryItemId, missing: pieces } of lacking) {
    const held = parts.filter((part) => part.inventory_item_id === inventoryItemId)
    const left = pieces - held.reduce((sum, part) => sum + part.quantity, 0)
    if (left === 0) continue
    const alone = spread([{ inventoryItemId, required: 1 }], left, free)
    complete &&= alone.length > 0
    parts.push(...alone)
  }
  return { parts, complete }
}

/**
 * The location that can make the most sets takes everything if it can; else the sets are spread, most first, and what nobody
 * has is owed by the first. Nothing when no location keeps all that a set is made of. Takes what it gives out of `free`.
 */
function spread(components: Component[], sets: number, free: Free): Part[] {
  const locations = setsPerLocation(components, free)
  const [first] = locations
  if (!first) return []
  const taken = new Map<string, number>()
  let left = sets
  for (const [location, possible] of locations) {
    const some = Math.min(left, Math.max(0, possible))
    if (some > 0) taken.set(location, some)
    left -= some
  }
  if (left > 0) taken.set(first[0], (taken.get(first[0]) ?? 0) + left)
  return [...taken].flatMap(([location, count]) =>
    components.map((component) => take(free, location, { ...component, count })),
  )
}

/** How many sets each location can make, most first; only locations that keep every component. */
function setsPerLocation(components: Component[], free: Free): [location: string, sets: number][] {
  const [one, ...others] = components
  const locations = [...(free.get(one?.inventoryItemId ?? "")?.keys() ?? [])].filter((location) =>
    others.every((component) => free.get(component.inventoryItemId)?.has(location)),
  )
  const setsAt = (location: string) =>
    Math.min(
      ...components.map(({ inventoryItemId, required }) =>
        Math.floor((free.get(inventoryItemId)?.get(location) ?? 0) / required),
      ),
    )
  return locations
    .map((location): [string, number] => [location, setsAt(location)])
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}

function take(free: Free, location: string, part: Component & { count: number }): Part {
  const quantity = part.required * part.count
  const pieces = free.get(part.inventoryItemId)
  pieces?.set(location, (pieces.get(location) ?? 0) - quantity)
  return { inventory_item_id: part.inventoryItemId, location_id: location, quantity }
}

/** The n-th reservation ever made for a line's item has the n-th id, so that repeating a half-done plan makes no second one. */
function newReservation(lineItemId: string, part: Part, made: ReservationWorld["made"]): NewReservation {
  const key = pairKey(lineItemId, part.inventory_item_id)
  const ordinal = made.get(key) ?? 0
  made.set(key, ordinal + 1)
  return {
    id: reservationIdOf(lineItemId, part.inventory_item_id, ordinal),
    line_item_id: lineItemId,
    ...part,
  }
}
