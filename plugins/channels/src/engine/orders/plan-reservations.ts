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

/** What there is to plan with, read under the lock of every item concerned. */
export interface ReservationWorld {
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
 */
export function planReservations(targets: LineTarget[], world: ReservationWorld): ReservationPlan {
  const plan: ReservationPlan = { create: [], update: [], remove: [], unplaced: [] }
  for (const target of targets) {
    const placed = target.components.every((component) => planComponents(target, component, { world, plan }))
    if (!placed) plan.unplaced.push(target.lineItemId)
  }
  return plan
}

type Component = LineTarget["components"][number]

function planComponents(
  target: LineTarget,
  component: Component,
  { world, plan }: { world: ReservationWorld; plan: ReservationPlan },
): boolean {
  const live = world.live.filter(
    (row) => row.line_item_id === target.lineItemId && row.inventory_item_id === component.inventoryItemId,
  )
  const reserved = live.reduce((sum, row) => sum + row.quantity, 0)
  const wanted = target.quantity * component.required
  if (wanted < reserved) release(live, reserved - wanted, plan)
  if (wanted <= reserved) return true
  const locations = world.free.get(component.inventoryItemId)
  if (!locations || locations.size === 0) return false
  const key = pairKey(target.lineItemId, component.inventoryItemId)
  for (const part of spread(locations, wanted - reserved, component.required)) {
    const ordinal = world.made.get(key) ?? 0
    world.made.set(key, ordinal + 1)
    plan.create.push({
      id: reservationIdOf(target.lineItemId, component.inventoryItemId, ordinal),
      line_item_id: target.lineItemId,
      inventory_item_id: component.inventoryItemId,
      ...part,
    })
  }
  return true
}

function release(live: LiveReservation[], quantity: number, plan: ReservationPlan): void {
  let left = quantity
  for (const row of live) {
    const taken = Math.min(left, row.quantity)
    left -= taken
    if (taken === row.quantity) plan.remove.push(row.id)
    else if (taken > 0) plan.update.push({ id: row.id, quantity: row.quantity - taken })
  }
}

/**
 * The location with the most takes everything if it can; else whole kits are spread over locations, most first, and what
 * nobody has is owed by the first. Takes what it gives out of `locations`.
 */
function spread(
  locations: Map<string, number>,
  wanted: number,
  unit: number,
): { location_id: string; quantity: number }[] {
  const byFree = [...locations.entries()].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const parts = new Map<string, number>()
  let left = wanted
  for (const [location, free] of byFree) {
    const whole = Math.max(0, Math.floor(free / unit) * unit)
    const taken = Math.min(left, whole)
    if (taken > 0) parts.set(location, taken)
    left -= taken
  }
  const [first] = byFree
  if (left > 0 && first) parts.set(first[0], (parts.get(first[0]) ?? 0) + left)
  for (const [location, taken] of parts) locations.set(location, (locations.get(location) ?? 0) - taken)
  return [...parts].map(([location_id, quantity]) => ({ location_id, quantity }))
}
