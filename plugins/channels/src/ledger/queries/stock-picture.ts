import type { Sql } from "../data-source"
import type { Explanation } from "./explanation-shape"
import type { Counted } from "./shape"

/** An answer lists at most this many reservations; the count is always complete. */
const mostReservations = 200

export type StockRow = Explanation["locations"][number]["components"][number] & {
  location_id: string
  location_name: string
  kept: boolean
}

/** Every component at every location of the sales channel; `kept` says whether the location keeps it. */
export async function stockOf(
  sql: Sql,
  variantId: string | null,
  salesChannelId: string,
): Promise<StockRow[]> {
  return sql.query<StockRow>(
    `select s.stock_location_id as location_id, coalesce(place.name, s.stock_location_id) as location_name,
       r.inventory_item_id, i.sku, i.title, r.required_quantity::float8 as required_quantity, level.id is not null as kept,
       coalesce(level.stocked_quantity, 0)::float8 as stocked,
       coalesce(taken.quantity, 0)::float8 as reserved,
       (coalesce(level.stocked_quantity, 0) - coalesce(taken.quantity, 0))::float8 as available
     from public.product_variant_inventory_item r
     join public.inventory_item i on i.id = r.inventory_item_id
     join public.sales_channel_stock_location s on s.sales_channel_id = $2 and s.deleted_at is null
     left join public.stock_location place on place.id = s.stock_location_id
     left join public.inventory_level level on level.inventory_item_id = r.inventory_item_id
       and level.location_id = s.stock_location_id and level.deleted_at is null
     left join lateral (
       select sum(quantity) as quantity from public.reservation_item held
       where held.inventory_item_id = r.inventory_item_id and held.location_id = s.stock_location_id
         and held.deleted_at is null) taken on true
     where r.variant_id = $1 and r.deleted_at is null
     order by location_name, i.sku, r.inventory_item_id`,
    [variantId, salesChannelId],
  )
}

/** What is set aside of this stock, newest first, each with its order. */
export async function reservationsOf(
  sql: Sql,
  stock: StockRow[],
): Promise<Counted<Explanation["reservations"][number]>> {
  const parameters = [
    [...new Set(stock.map((row) => row.inventory_item_id))],
    [...new Set(stock.map((row) => row.location_id))],
  ]
  const where = `where r.inventory_item_id = any($1::text[]) and r.location_id = any($2::text[]) and r.deleted_at is null`
  const [rows, counts] = await Promise.all([
    sql.query<Explanation["reservations"][number]>(
      `select r.id, r.inventory_item_id, i.sku, r.location_id, place.name as location_name,
         r.quantity::float8 as quantity, r.created_at, r.description, r.line_item_id, o.id as order_id,
         o.display_id as order_display_id, taken.external_id as order_external_id, c.name as channel_name
       from (
         -- Only what is told is looked up: a hot item has thousands.
         select * from public.reservation_item r ${where} order by r.created_at desc, r.id limit ${mostReservations}) r
       join public.inventory_item i on i.id = r.inventory_item_id
       left join public.stock_location place on place.id = r.location_id
       left join lateral (
         select order_id from public.order_item item
         where item.item_id = r.line_item_id and item.deleted_at is null limit 1) item on true
       left join public."order" o on o.id = item.order_id
       left join ledger.channel_order taken on taken.order_id = o.id
       left join public.channel c on c.id = taken.channel_id
       order by r.created_at desc, r.id`,
      parameters,
    ),
    sql.query<{ count: number }>(
      `select count(*)::int as count from public.reservation_item r ${where}`,
      parameters,
    ),
  ])
  return { rows, count: counts[0]?.count ?? 0 }
}
