import type { Sql } from "../../ledger/data-source"
import { locationModeOf } from "../../ledger/location-mode"
import { fulfilledPieces, freePieces, reservationsOfLines } from "../../ledger/orders"
import type { Medusa } from "../medusa"
import { pairKey, planReservations, type LineTarget } from "./plan-reservations"

export interface ReserveDependencies {
  sql: Sql
  medusa: Pick<Medusa, "withItemsLocked" | "createReservations" | "updateReservations" | "removeReservations">
}

export interface OwedPieces {
  lineItemId: string
  owed: number
  /** What one piece is made of; empty when nothing is to be reserved. */
  components: LineTarget["components"]
}

/**
 * Makes Medusa hold exactly what these lines are owed. Absolute, so it can be repeated after a crash at any point; under
 * the lock of every item concerned, so that no other process plans with the same pieces. Returns the lines whose items are
 * kept at none of the sales channel's locations.
 */
export async function reserveLines(
  { sql, medusa }: ReserveDependencies,
  salesChannelId: string,
  { lines, description }: { lines: OwedPieces[]; description: string },
): Promise<Set<string>> {
  const ids = lines.map((line) => line.lineItemId)
  const held = await reservationsOfLines(sql, ids)
  const items = [
    ...lines.flatMap((line) => line.components.map((component) => component.inventoryItemId)),
    ...held.live.map((row) => row.inventory_item_id),
  ]
  if (items.length === 0) return new Set()
  return medusa.withItemsLocked(items, async () => {
    const [locationMode, free, { live, made }, fulfilled] = await Promise.all([
      locationModeOf(sql, salesChannelId),
      freePieces(sql, salesChannelId, items),
      reservationsOfLines(sql, ids),
      fulfilledPieces(sql, ids),
    ])
    const targets = lines.map((line): LineTarget => ({
      lineItemId: line.lineItemId,
      quantity: Math.max(0, line.owed - (fulfilled.get(line.lineItemId) ?? 0)),
      components: line.components,
    }))
    const counts = new Map(made.map((row) => [pairKey(row.line_item_id, row.inventory_item_id), row.count]))
    const plan = planReservations(targets, { locationMode, free, live, made: counts })
    if (plan.remove.length > 0) await medusa.removeReservations(plan.remove)
    if (plan.update.length > 0) await medusa.updateReservations(plan.update)
    if (plan.create.length > 0) await medusa.createReservations(plan.create, description)
    return new Set(plan.unplaced)
  })
}
