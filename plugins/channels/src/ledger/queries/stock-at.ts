import type { Sql } from "../data-source"
import type { Explanation } from "./explanation-shape"
import type { Counted } from "./shape"

/** As in the explanation of now: an answer lists at most this many, the count is complete. */
const mostReservations = 200

export interface RecipePart {
  inventory_item_id: string
  sku: string | null
  title: string | null
  required_quantity: number
}

/** What one set of a variant was made of at a moment; `known` is false when a later change did not say by how much. */
export async function recipeAt(
  sql: Sql,
  variantId: string,
  at: Date,
): Promise<{ parts: RecipePart[]; known: boolean }> {
  const rows = await sql.query<RecipePart & { known: boolean }>(
    `select part.inventory_item_id, i.sku, i.title, part.quantity::float8 as required_quantity, part.known from (
       select inventory_item_id, sum(quantity) as quantity, bool_and(known) as known from (
         select inventory_item_id, required_quantity as quantity, true as known
         from public.product_variant_inventory_item where variant_id = $1 and deleted_at is null
         union all
         select inventory_item_id, -coalesce(required_delta, 0), required_delta is not null
         from ledger.stock_movement where kind = 'recipe' and reference_id = $1 and occurred_at > $2
       ) change group by 1
     ) part
     left join public.inventory_item i on i.id = part.inventory_item_id
     order by i.sku, part.inventory_item_id`,
    [variantId, at],
  )
  const parts = rows
    .filter((row) => row.required_quantity > 0)
    .map(({ inventory_item_id, sku, title, required_quantity }) => ({
      inventory_item_id,
      sku,
      title,
      required_quantity,
    }))
  return { parts, known: rows.every((row) => row.known) }
}

export interface PlaceAt {
  location_id: string
  location_name: string
  inventory_item_id: string
  /** False where the location did not keep the item. */
  kept: boolean
  stocked: number
  reserved: number
}

/**
 * Items at the locations of a sales channel as of a moment: the live rows, less every later movement. A location that was
 * taken away from the sales channel since is there as long as Medusa keeps the link's row.
 */
export async function stockAt(
  sql: Sql,
  { salesChannelId, items, at }: { salesChannelId: string; items: string[]; at: Date },
): Promise<PlaceAt[]> {
  return sql.query<PlaceAt>(
    `select s.stock_location_id as location_id, coalesce(place.name, s.stock_location_id) as location_name,
       item.id as inventory_item_id, (level.id is not null or later.moved) as kept,
       (coalesce(level.stocked_quantity, 0) - later.stocked)::float8 as stocked,
       (coalesce(taken.quantity, 0) - later.reserved)::float8 as reserved
     from (select distinct stock_location_id from public.sales_channel_stock_location
       where sales_channel_id = $1 and created_at <= $3 and (deleted_at is null or deleted_at > $3)) s
     cross join unnest($2::text[]) as item (id)
     left join public.stock_location place on place.id = s.stock_location_id
     left join public.inventory_level level on level.inventory_item_id = item.id
       and level.location_id = s.stock_location_id and level.deleted_at is null
     left join lateral (
       select sum(quantity) as quantity from public.reservation_item held
       where held.inventory_item_id = item.id and held.location_id = s.stock_location_id
         and held.deleted_at is null) taken on true
     left join lateral (
       select coalesce(sum(stocked_delta), 0) as stocked, coalesce(sum(reserved_delta), 0) as reserved,
         coalesce(bool_or(stocked_delta < 0), false) as moved
       from ledger.stock_movement m
       where m.inventory_item_id = item.id and m.location_id = s.stock_location_id and m.occurred_at > $3) later on true
     order by 2, 3`,
    [salesChannelId, items, at],
  )
}

/** What was set aside at a moment, newest first, each with its order: what is held now, less what was held since. */
export async function reservationsAt(
  sql: Sql,
  { items, locations, at }: { items: string[]; locations: string[]; at: Date },
): Promise<Counted<Explanation["reservations"][number]>> {
  const rows = await sql.query<Explanation["reservations"][number] & { all: number }>(
    `with since as (
       select reference_id as id, inventory_item_id, location_id, max(line_item_id) as line_item_id,
         sum(reserved_delta) as moved
       from ledger.stock_movement
       where inventory_item_id = any($1::text[]) and location_id = any($2::text[]) and kind = 'reservation'
         and occurred_at > $3 group by 1, 2, 3
     ), held as (
       select r.id, r.inventory_item_id, r.location_id, r.line_item_id, r.quantity - coalesce(s.moved, 0) as quantity,
         r.created_at, r.description
       from public.reservation_item r left join since s using (id, inventory_item_id, location_id)
       where r.inventory_item_id = any($1::text[]) and r.location_id = any($2::text[]) and r.deleted_at is null
         and r.quantity > coalesce(s.moved, 0)
       union all
       -- What is held no more, or elsewhere; Medusa keeps the row of a deleted reservation.
       select s.id, s.inventory_item_id, s.location_id, coalesce(s.line_item_id, r.line_item_id), -s.moved,
         coalesce(r.created_at, $3), r.description
       from since s left join public.reservation_item r on r.id = s.id
       where s.moved < 0 and (r.id is null or r.deleted_at is not null
         or r.inventory_item_id <> s.inventory_item_id or r.location_id <> s.location_id)
     ), newest as (
       select *, count(*) over ()::int as "all" from held order by created_at desc, id limit ${mostReservations}
     )
     -- Looked up row by row: a plan that reads whole tables would grow with the catalogue.
     select r.id, r.inventory_item_id, i.sku, r.location_id, place.name as location_name,
       r.quantity::float8 as quantity, r.created_at, r.description, r.line_item_id, o.id as order_id,
       o.display_id as order_display_id, taken.external_id as order_external_id, taken.channel_name, r."all"
     from newest r
     left join lateral (select sku from public.inventory_item where id = r.inventory_item_id limit 1) i on true
     left join public.stock_location place on place.id = r.location_id
     left join lateral (
       select order_id from public.order_item item
       where item.item_id = r.line_item_id and item.deleted_at is null limit 1) item on true
     left join lateral (select id, display_id from public."order" where id = item.order_id limit 1) o on true
     left join lateral (
       select k.external_id, c.name as channel_name from ledger.channel_order k
       left join public.channel c on c.id = k.channel_id where k.order_id = o.id limit 1) taken on true
     order by r.created_at desc, r.id`,
    [items, locations, at],
  )
  let count = 0
  const held = rows.map(({ all, ...row }) => {
    count = all
    return row
  })
  return { rows: held, count }
}
