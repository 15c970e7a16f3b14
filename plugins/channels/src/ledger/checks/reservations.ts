import type { Sql } from "../data-source"
import { bounded } from "./bounded"

/** A channel's order line, by the id of its Medusa line, in words. */
interface LineRow {
  subject: string
  channel: string
  order: string
  title: string
  pieces: number
}

/** A fulfilment gives its reservation back and counts its pieces moments later: what just moved is not judged. */
const settledFor = "2 minutes"

/**
 * Lines of living orders with the pieces each has still to hold. Of an order that an operator cancelled in Medusa the engine
 * keeps off, whatever the marketplace still wants; and what was sold before a channel was connected never was reserved.
 */
const lines = `
  line as (
    select l.line_item_id, l.variant_id, l.state, l.title, c.name as channel, l.order_external_id as "order",
      greatest(0, l.owed - d.fulfilled_quantity) as due
    from ledger.order_line l
    join public.channel c on c.id = l.channel_id and c.deleted_at is null
    join ledger.channel_order k on k.channel_id = l.channel_id and k.external_id = l.order_external_id
    join public."order" o on o.id = k.order_id and o.deleted_at is null
    join public.order_item d
      on d.order_id = o.id and d.version = o.version and d.item_id = l.line_item_id and d.deleted_at is null
    where l.owed = 0 or (o.status <> 'canceled' and l.state <> 'closed')
  )`

const heldByLines = `
  held as (
    select line_item_id, inventory_item_id, sum(quantity) as pieces
    from public.reservation_item where deleted_at is null and line_item_id is not null group by 1, 2
  )`

const recipe = `
  (select v.id as variant_id, r.inventory_item_id, r.required_quantity
   from public.product_variant v
   join public.product_variant_inventory_item r on r.variant_id = v.id and r.deleted_at is null
   where v.deleted_at is null and v.manage_inventory)`

const movedJustNow = (row: string) => `
  exists (
    select from ledger.stock_movement m
    where m.occurred_at > now() - interval '${settledFor}' and m.kind = 'reservation'
      and m.inventory_item_id = ${row}.inventory_item_id and m.line_item_id = ${row}.line_item_id)`

/** Lines that hold less than they owe. */
export const linesLacking = (sql: Sql) =>
  bounded<LineRow>(
    sql,
    `with ${lines}, ${heldByLines}, lacking as (
       select line.*, r.inventory_item_id, line.due * r.required_quantity - coalesce(held.pieces, 0) as pieces
       from line
       join ${recipe} r on r.variant_id = line.variant_id
       left join held on held.line_item_id = line.line_item_id and held.inventory_item_id = r.inventory_item_id
       where line.state = 'reserved' and line.due * r.required_quantity > coalesce(held.pieces, 0)
     )
     select line_item_id as subject, channel, "order", title, sum(pieces)::float8 as pieces
     from lacking where not ${movedJustNow("lacking")}
     group by line_item_id, channel, "order", title`,
  )

/** Lines that hold more than they owe, or what their variant is not made of. */
export const linesHoldingTooMuch = (sql: Sql) =>
  bounded<LineRow>(
    sql,
    `with ${lines}, ${heldByLines}, surplus as (
       select line.*, held.inventory_item_id, held.pieces - coalesce(line.due * r.required_quantity, 0) as pieces
       from held
       join line using (line_item_id)
       left join ${recipe} r on r.variant_id = line.variant_id and r.inventory_item_id = held.inventory_item_id
       where held.pieces > coalesce(line.due * r.required_quantity, 0)
         -- What nobody knows the parts of can be judged only when nothing is owed.
         and (line.due = 0 or exists (select from ${recipe} known where known.variant_id = line.variant_id))
     )
     select line_item_id as subject, channel, "order", title, sum(pieces)::float8 as pieces
     from surplus where not ${movedJustNow("surplus")}
     group by line_item_id, channel, "order", title`,
  )

export type OrphanReason = "no_line" | "no_order" | "order_deleted" | "order_canceled"

export interface OrphanRow {
  subject: string
  item: string
  location: string
  pieces: number
  line: string
  reason: OrphanReason
  order: string | null
}

/** A checkout makes an order and its reservations in separate steps. */
const orphanAfter = "10 minutes"

/** Reservations whose line or order is not there any more. Lines of channels that owe nothing are judged above. */
export const orphans = (sql: Sql) =>
  bounded<OrphanRow>(
    sql,
    `with judged as (
       select r.*, o.display_id, case
           when i.id is null then 'no_line'
           when o.id is null then 'no_order'
           when o.deleted_at is not null then 'order_deleted'
           when o.status = 'canceled' then 'order_canceled'
         end as reason
       from public.reservation_item r
       left join public.order_line_item i on i.id = r.line_item_id and i.deleted_at is null
       left join public.order_item d on d.item_id = i.id and d.deleted_at is null
       left join public."order" o on o.id = d.order_id
       where r.deleted_at is null and r.line_item_id is not null
         and r.created_at < now() - interval '${orphanAfter}'
         and (o.id is null or d.version = o.version)
         and not exists (select from ledger.order_line l where l.line_item_id = r.line_item_id and l.owed = 0)
     )
     select r.id as subject, coalesce(i.sku, i.title, i.id) as item, coalesce(p.name, r.location_id) as location,
       r.quantity::float8 as pieces, r.line_item_id as line, r.reason,
       coalesce(k.external_id || ' of ' || c.name, '#' || r.display_id) as "order"
     from judged r
     join public.inventory_item i on i.id = r.inventory_item_id
     left join public.stock_location p on p.id = r.location_id
     left join ledger.order_line l on l.line_item_id = r.line_item_id
     left join ledger.channel_order k on k.channel_id = l.channel_id and k.external_id = l.order_external_id
     left join public.channel c on c.id = l.channel_id
     where r.reason is not null`,
  )

export interface LineToAlign {
  owed: number
  variant_id: string | null
  sales_channel_id: string
  channel: string
  marketplace: string
}

/** What the engine needs to give a line exactly what it is owed. */
export async function lineToAlign(sql: Sql, lineItemId: string): Promise<LineToAlign | undefined> {
  const rows = await sql.query<LineToAlign>(
    `select l.owed, l.variant_id, c.sales_channel_id, c.name as channel, c.marketplace
     from ledger.order_line l join public.channel c on c.id = l.channel_id and c.deleted_at is null
     where l.line_item_id = $1`,
    [lineItemId],
  )
  return rows[0]
}
