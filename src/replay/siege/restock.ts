import { setTimeout as pause } from "node:timers/promises"
import type { Db } from "../../stage/db"

/** Items that come back at a time, and how many pieces of each. */
const items = 8
const pieces = 40
const everyMs = 4_000
/** So few that many orders find too little. */
const fewPieces = 30

/**
 * Deliveries to the warehouse: what is sold out, or nearly, comes back, by another program that writes to the database. Resolves with how
 * many items were restocked when `signal` ends it.
 */
export async function restock(db: Db, signal: AbortSignal): Promise<number> {
  let restocked = 0
  for (;;) {
    const ended = await pause(everyMs, false, { signal }).catch(() => true)
    if (ended) return restocked
    const { rowCount } = await db.query(
      `update public.inventory_level level set stocked_quantity = level.stocked_quantity + $2::int,
         raw_stocked_quantity = jsonb_build_object('value', (level.stocked_quantity + $2::int)::text, 'precision', 20)
       from (
         select l.id from public.inventory_level l
         left join (select inventory_item_id, sum(quantity) as pieces from public.reservation_item
           where deleted_at is null group by 1) held using (inventory_item_id)
         where l.deleted_at is null and l.stocked_quantity - coalesce(held.pieces, 0) < $3
         order by l.stocked_quantity - coalesce(held.pieces, 0), l.id limit $1
       ) empty
       where level.id = empty.id`,
      [items, pieces, fewPieces],
    )
    restocked += rowCount ?? 0
  }
}
