import type { Sql } from "./data-source"

/** How far back sales are counted. */
const countedDays = 28

/**
 * How fast each inventory item sells, in units per hour: what was ordered of it since `counted_from`, as itself and within
 * kits by today's recipes, over all channels and Medusa's own shops, without what was cancelled. Counted are the last 28
 * days, or the time since the first order when that is less, and one day at least: two pieces sold in a shop's first minute
 * are no rate. Items that have not sold have no row. Returns how many have.
 */
export async function refreshSalesRates(sql: Sql): Promise<number> {
  const rows = await sql.query<{ items: number }>(
    `with span as (
       select greatest(now() - interval '${countedDays} days', least(now() - interval '1 day',
         (select min(placed_at) from ledger.channel_order),
         (select min(created_at) from public."order" where deleted_at is null))) as since
     ), sold as (
       select l.variant_id, l.owed as sets
       from span join ledger.channel_order o on o.placed_at >= span.since
       join ledger.order_line l on l.channel_id = o.channel_id and l.order_external_id = o.external_id
       union all
       select line.variant_id, item.quantity
       from span join public."order" o on o.created_at >= span.since
       join public.order_item item on item.order_id = o.id and item.version = o.version and item.deleted_at is null
       join public.order_line_item line on line.id = item.item_id
       where o.deleted_at is null and o.status <> 'canceled' and not o.is_draft_order
         and not exists (select from ledger.channel_order known where known.order_id = o.id)
     ), rate as (
       select r.inventory_item_id, span.since,
         sum(sold.sets * r.required_quantity) / extract(epoch from now() - span.since) * 3600 as units_per_hour
       from span cross join sold
       join public.product_variant_inventory_item r on r.variant_id = sold.variant_id and r.deleted_at is null
       group by 1, 2 having sum(sold.sets * r.required_quantity) > 0
     ), forgotten as (
       delete from ledger.sales_rate known
       where not exists (select from rate where rate.inventory_item_id = known.inventory_item_id)
     ), counted as (
       insert into ledger.sales_rate as known (inventory_item_id, units_per_hour, counted_from, refreshed_at)
       select inventory_item_id, units_per_hour, since, now() from rate
       on conflict (inventory_item_id) do update set units_per_hour = excluded.units_per_hour,
         counted_from = excluded.counted_from, refreshed_at = excluded.refreshed_at
       returning 1
     )
     select count(*)::int as items from counted`,
  )
  return rows[0]?.items ?? 0
}
