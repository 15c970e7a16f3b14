import type { Db } from "../../stage/db"
import { wrongReservations } from "../drain"
import { examplesShown, type Check } from "./check"

/** Orders of Medusa by the marketplace's number, beside what was bought. */
const comparedOrders = `
  with told as (
    select metadata -> 'serai' ->> 'channel_id' as channel_id, metadata -> 'serai' ->> 'external_id' as order_number,
      count(*)::int as times
    from public."order" where deleted_at is null group by 1, 2
  ), bought as (
    select channel_id, order_number from replay.sale where refused is null
  )
  select order_number, (b.channel_id is not null) as bought, coalesce(t.times, 0) as times
  from bought b full join told t using (channel_id, order_number)`

export interface OrderCounts {
  bought: number
  inMedusa: number
}

/** Promise 1: one order, once. */
export async function checkOrders(db: Db): Promise<{ check: Check; counts: OrderCounts }> {
  const { rows } = await db.query<{
    bought: number
    once: number
    in_medusa: number
    wrong: unknown[] | null
  }>(
    `select count(*) filter (where bought)::int as bought, count(*) filter (where bought and times = 1)::int as once,
       coalesce(sum(times), 0)::int as in_medusa,
       jsonb_agg(jsonb_build_object('order', order_number, 'bought', bought, 'times', times))
         filter (where not bought or times <> 1) as wrong
     from (${comparedOrders}) compared`,
  )
  const row = rows[0] ?? { bought: 0, once: 0, in_medusa: 0, wrong: null }
  const wrong = row.wrong ?? []
  return {
    counts: { bought: row.bought, inMedusa: row.in_medusa },
    check: {
      promise: "Every order bought is in Medusa exactly once, and no other",
      kept: wrong.length === 0,
      found: `${row.once} of ${row.bought} once; ${row.in_medusa} orders in Medusa`,
      examples: wrong.slice(0, examplesShown),
    },
  }
}

/** Pieces per SKU: the file's plain sum against the order lines in Medusa, at the order's newest version. */
const wrongPieces = `
  with bought as (
    select l.sku, sum(l.pieces) as pieces
    from replay.sale_line l join replay.sale s using (order_number) where s.refused is null group by 1
  ), ordered as (
    select line.variant_sku as sku, sum(item.quantity) as pieces
    from public."order" o
    join public.order_item item on item.order_id = o.id and item.version = o.version and item.deleted_at is null
    join public.order_line_item line on line.id = item.item_id
    where o.deleted_at is null group by 1
  )
  select coalesce(b.sku, o.sku) as sku, coalesce(b.pieces, 0)::float8 as expected, coalesce(o.pieces, 0)::float8 as found
  from bought b full join ordered o on o.sku = b.sku
  where coalesce(b.pieces, 0) <> coalesce(o.pieces, 0)`

interface Compared {
  sku: string
  expected: number
  found: number
}

async function compareSkus(db: Db, promise: string, sql: string): Promise<Check> {
  const { rows } = await db.query<Compared>(sql)
  const found = rows.length === 0 ? "every SKU agrees" : `${rows.length} SKUs differ`
  return { promise, kept: rows.length === 0, found, examples: rows.slice(0, examplesShown) }
}

export const checkPieces = (db: Db) =>
  compareSkus(db, "Pieces per SKU: the file's plain sum is what Medusa's orders ask for", wrongPieces)

export const checkReservations = (db: Db) =>
  compareSkus(db, "Pieces reserved per SKU: bought less taken back", wrongReservations)

/** The ledger's own state at the end: nothing waits, nothing failed. */
export async function checkNothingLeft(db: Db): Promise<Check> {
  const { rows } = await db.query<{ dead: number; unmapped: number; reasons: unknown[] | null }>(
    `select (select count(*)::int from ledger.inbox where state = 'dead') as dead,
       (select count(*)::int from ledger.order_line where state in ('unmapped', 'unplaced')) as unmapped,
       (select jsonb_agg(jsonb_build_object('code', error_code, 'reason', error)) from (
         select distinct error_code, error from ledger.inbox where state = 'dead' limit ${examplesShown}) d) as reasons`,
  )
  const row = rows[0] ?? { dead: 0, unmapped: 0, reasons: null }
  return {
    promise: "Nothing was put aside: no dead inbox entry, no line without its variant or its place",
    kept: row.dead === 0 && row.unmapped === 0,
    found: `${row.dead} dead entries, ${row.unmapped} lines put aside`,
    examples: row.reasons ?? [],
  }
}
