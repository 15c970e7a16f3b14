import type { Sql } from "../data-source"
import { bounded } from "./bounded"

/** An inventory level, by its id, in words. */
interface LevelRow {
  subject: string
  item: string
  location: string
}

const words = `
  l.id as subject, coalesce(i.sku, i.title, i.id) as item, coalesce(p.name, l.location_id) as location`

const names = `
  join public.inventory_item i on i.id = l.inventory_item_id
  left join public.stock_location p on p.id = l.location_id`

const held = `
  held as (
    select inventory_item_id, location_id, sum(quantity) as pieces
    from public.reservation_item where deleted_at is null group by 1, 2
  )`

export const negativeLevels = (sql: Sql) =>
  bounded<LevelRow & { stocked: number }>(
    sql,
    `select ${words}, l.stocked_quantity::float8 as stocked
     from public.inventory_level l ${names}
     where l.deleted_at is null and l.stocked_quantity < 0`,
  )

/** Orders named per level. */
const ordersNamed = 5

/** Levels of which more is reserved than is there, with the orders that came last: those are the ones that lack. */
export const owedLevels = (sql: Sql) =>
  bounded<LevelRow & { owed: number; orders: string | null }>(
    sql,
    `with ${held}, short as (
       select l.*, held.pieces - l.stocked_quantity as owed
       from held join public.inventory_level l using (inventory_item_id, location_id)
       where l.deleted_at is null and l.stocked_quantity >= 0 and l.stocked_quantity < held.pieces
     )
     select ${words}, l.owed::float8 as owed, latest.orders
     from short l ${names}
     left join lateral (
       select string_agg(name, ', ') as orders from (
         select coalesce(k.external_id || ' of ' || c.name, '#' || o.display_id) as name
         from public.reservation_item r
         join public.order_item d on d.item_id = r.line_item_id and d.deleted_at is null
         join public."order" o on o.id = d.order_id and o.version = d.version
         left join ledger.channel_order k on k.order_id = o.id
         left join public.channel c on c.id = k.channel_id
         where r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id and r.deleted_at is null
         order by r.created_at desc, r.id desc limit ${ordersNamed}
       ) newest
     ) latest on true`,
  )

/** Where Medusa's counter is not the sum of the reservations it counts. */
export const wrongCounters = (sql: Sql) =>
  bounded<LevelRow & { counted: number; reserved: number }>(
    sql,
    `with ${held}
     select ${words}, l.reserved_quantity::float8 as counted, coalesce(held.pieces, 0)::float8 as reserved
     from public.inventory_level l ${names}
     left join held on held.inventory_item_id = l.inventory_item_id and held.location_id = l.location_id
     where l.deleted_at is null and l.reserved_quantity <> coalesce(held.pieces, 0)`,
  )

export async function itemOfLevel(sql: Sql, levelId: string): Promise<string | undefined> {
  const rows = await sql.query<{ inventory_item_id: string }>(
    `select inventory_item_id from public.inventory_level where id = $1 and deleted_at is null`,
    [levelId],
  )
  return rows[0]?.inventory_item_id
}

/** Counts a level's reservations anew. To be called under the lock of its item. */
export async function recountLevel(sql: Sql, levelId: string): Promise<void> {
  await sql.query(
    `update public.inventory_level l set
       reserved_quantity = counted.pieces,
       raw_reserved_quantity = jsonb_build_object('value', trim_scale(counted.pieces)::text, 'precision', 20),
       updated_at = now()
     from (
       select coalesce(sum(r.quantity), 0) as pieces
       from public.inventory_level v
       join public.reservation_item r
         on r.inventory_item_id = v.inventory_item_id and r.location_id = v.location_id and r.deleted_at is null
       where v.id = $1
     ) counted
     where l.id = $1`,
    [levelId],
  )
}
