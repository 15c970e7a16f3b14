import type { DataSource } from "typeorm"
import type { Sql } from "../data-source"

/** Searched at a time, when nobody has looked for a while. */
const windowMinutes = 15

/**
 * Counts the units that marketplaces have sold and nobody had. A reservation of a channel's order line oversells as many of
 * its units as are missing at its location right after it: min(reserved, max(0, −(stocked − reserved there))), worked out
 * backwards from the live rows. Each movement is looked at once; what a line gives back within the same look is not counted.
 * Whose line it is, Medusa's order says, which is there before anything is reserved for it; the ledger's own row comes later.
 */
export async function countOversold(ledger: DataSource): Promise<void> {
  for (;;) {
    const to = await committedThrough(ledger)
    const done = await ledger.transaction(async (sql) => {
      const from = await cursor(sql)
      const through = new Date(Math.min(to.getTime(), from.getTime() + windowMinutes * 60_000))
      if (through <= from) return true
      await countBetween(sql, from, through)
      await sql.query(`update ledger.oversold_cursor set through = $1`, [through])
      return through.getTime() === to.getTime()
    })
    if (done) return
  }
}

/**
 * Movements carry the time at which they were made and appear when their transaction commits. None from before the start of
 * the oldest open transaction is still to appear; asked in a statement of its own, so that the next one sees them all.
 */
async function committedThrough(sql: Sql): Promise<Date> {
  const rows = await sql.query<{ through: Date }>(
    `select date_trunc('milliseconds', least(clock_timestamp(), min(xact_start))) as through
     from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )
  return rows[0]?.through ?? new Date(0)
}

async function cursor(sql: Sql): Promise<Date> {
  const rows = await sql.query<{ through: Date }>(
    `select date_trunc('milliseconds', through) as through from ledger.oversold_cursor for update`,
  )
  return rows[0]?.through ?? new Date(0)
}

const taken = `(m.occurred_at >= $1 and m.occurred_at < $2 and m.kind = 'reservation' and m.line_item_id is not null)`

/**
 * One pass over the movements of the places concerned, without a join by which a planner that knows nothing of a young table
 * would go through them once per movement.
 */
async function countBetween(sql: Sql, from: Date, through: Date): Promise<void> {
  await sql.query(
    `with place as materialized (
       select p.inventory_item_id, p.location_id, coalesce(l.stocked, 0) - coalesce(r.reserved, 0) as available
       from (select distinct m.inventory_item_id, m.location_id from ledger.stock_movement m
             where ${taken} and m.reserved_delta > 0) p
       left join lateral (
         select sum(stocked_quantity) as stocked from public.inventory_level
         where inventory_item_id = p.inventory_item_id and location_id = p.location_id and deleted_at is null) l on true
       left join lateral (
         select sum(quantity) as reserved from public.reservation_item
         where inventory_item_id = p.inventory_item_id and location_id = p.location_id and deleted_at is null) r on true
     ), moment as materialized (
       select m.id, m.line_item_id, p.available - coalesce(sum(m.stocked_delta - m.reserved_delta) over (
           partition by m.inventory_item_id, m.location_id order by m.id desc
           rows between unbounded preceding and 1 preceding), 0) as available,
         sum(m.reserved_delta) filter (where ${taken}) over of_line as units,
         max(m.id) filter (where ${taken}) over of_line as last_id
       from place p join ledger.stock_movement m using (inventory_item_id, location_id)
       where m.occurred_at >= $1
       window of_line as (partition by m.inventory_item_id, m.location_id, m.line_item_id)
     )
     insert into ledger.tally_delta (name, channel_id, label, amount)
     select 'oversold', origin.channel_id, 'units', sum(least(moment.units, -moment.available))
     from moment
     join lateral (
       select o.metadata -> 'serai' ->> 'channel_id' as channel_id
       from public.order_item d join public."order" o on o.id = d.order_id
       where d.item_id = moment.line_item_id limit 1
     ) origin on origin.channel_id is not null
     join public.order_line_item line on line.id = moment.line_item_id
     where moment.id = moment.last_id and moment.units > 0 and moment.available < 0 and line.metadata -> 'serai' is not null
     group by 2`,
    [from, through],
  )
}
