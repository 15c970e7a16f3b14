import type { Sql } from "./data-source"

/** Which listings to compute. Exactly one way at a time: by what changed, or a slice of one channel. */
export type Scope =
  | { inventoryItemIds: string[]; variantIds: string[]; changedAt: Date }
  | { channelId: string; afterListingId: string; limit: number }

export interface Recomputed {
  channel_id: string
  /** Listings whose desired figure is another one now. */
  changed: number
  /** The last listing of the slice, to go on from; null when there was none. */
  last_listing_id: string | null
}

/**
 * One statement: what every listing in scope may show, compared with what it should have shown so far, written where it
 * differs.
 *
 * available = Σ over the sales channel's locations of the least, over the variant's components, of
 * ⌊(stocked − live reservations) / required⌋. A location counts only if it keeps every component. What is owed beyond
 * what a location has (a negative figure) lowers the sum.
 * publishable = clamp(⌊share · available⌋ − buffer, 0, cap).
 *
 * Reservations are summed from their rows; Medusa's reserved_quantity counter is never trusted. A variant without
 * components, or one that Medusa does not manage, has no known availability: nothing is published for it, with the reason.
 *
 * A listing whose figure the marketplace has moved by itself (`markMoved`) is due also where it wants what was accepted.
 *
 * The caller holds `recomputeLock`, so that an older picture of stock never overwrites a newer one.
 */
export async function recomputeDesiredStock(
  sql: Sql,
  scope: Scope,
  maxByMarketplace: Record<string, number>,
): Promise<Recomputed[]> {
  const { filter, parameters, changedAt } = scopeOf(scope)
  return sql.query<Recomputed>(
    `with listed as (
       select l.id, l.channel_id, l.variant_id, c.sales_channel_id, c.share_percent, c.buffer,
         least(coalesce(c.cap, 2147483647), coalesce(($1::jsonb ->> c.marketplace)::int, 2147483647)) as cap
       from ledger.listing l
       join public.channel c on c.id = l.channel_id and c.deleted_at is null
       where l.variant_id is not null and l.pushable and ${filter}
     ), component as (
       select l.id as listing_id, l.sales_channel_id, r.inventory_item_id, r.required_quantity,
         count(*) over (partition by l.id) as components
       from listed l
       join public.product_variant v on v.id = l.variant_id and v.deleted_at is null and v.manage_inventory
       join public.product_variant_inventory_item r on r.variant_id = l.variant_id and r.deleted_at is null
     ), placed as (
       select c.listing_id, level.location_id, count(*) = min(c.components) as complete,
         min(floor((level.stocked_quantity - coalesce(reserved.quantity, 0)) / c.required_quantity)) as available
       from component c
       left join (public.sales_channel_stock_location s join public.inventory_level level
           on level.location_id = s.stock_location_id and level.deleted_at is null)
         on s.sales_channel_id = c.sales_channel_id and s.deleted_at is null
           and level.inventory_item_id = c.inventory_item_id
       left join lateral (
         select sum(r.quantity) as quantity from public.reservation_item r
         where r.inventory_item_id = level.inventory_item_id and r.location_id = level.location_id and r.deleted_at is null
       ) reserved on true
       group by c.listing_id, level.location_id
     ), available as (
       select listing_id, coalesce(sum(available) filter (where complete), 0) as available from placed group by 1
     ), wanted as (
       select l.id as listing_id, l.channel_id,
         case when a.available is null then null else to_jsonb(least(l.cap, greatest(0,
           floor(a.available * l.share_percent / 100) - l.buffer))::int) end as desired,
         case when a.available is null then '{"rule": "inventory_not_managed"}'::jsonb
           else jsonb_build_object('available', a.available, 'share_percent', l.share_percent, 'buffer', l.buffer, 'cap', l.cap)
         end as reason
       from listed l left join available a on a.listing_id = l.id
     ), written as (
       insert into ledger.aspect as aspect
         (listing_id, aspect, channel_id, state, desired, desired_at, reason, priority, changed_at)
       select w.listing_id, 'stock', w.channel_id, case when w.desired is null then 'settled' else 'due' end,
         w.desired, clock_timestamp(), w.reason, case when w.desired = '0' then 0 else 2 end, $2::timestamptz
       from wanted w
       left join ledger.aspect known on known.listing_id = w.listing_id and known.aspect = 'stock'
       where known.listing_id is null or known.desired is distinct from w.desired
         or (known.desired is null and known.reason is distinct from w.reason)
         or (known.state = 'settled' and known.moved_at is not null and w.desired is not null)
       order by w.listing_id
       on conflict (listing_id, aspect) do update set
         desired = excluded.desired, desired_at = excluded.desired_at, reason = excluded.reason,
         version = aspect.version + 1, attempts = 0, retry_at = null, refusal_code = null, refusal = null,
         state = case
           when aspect.state in ('sent', 'unknown') then aspect.state
           when excluded.desired is null then 'settled'
           when excluded.desired is not distinct from aspect.accepted and aspect.moved_at is null then 'settled'
           else 'due' end,
         priority = case when excluded.desired = '0' then 0
           when (excluded.desired)::numeric < (aspect.accepted)::numeric then 1 else 2 end,
         changed_at = case
           when excluded.desired is not distinct from aspect.accepted and aspect.moved_at is null then null
           else coalesce(aspect.changed_at, excluded.changed_at) end
       returning channel_id
     )
     select scope.channel_id, scope.last_listing_id,
       (select count(*)::int from written w where w.channel_id = scope.channel_id) as changed
     from (select channel_id, max(id) as last_listing_id from listed group by 1) scope`,
    [JSON.stringify(maxByMarketplace), changedAt, ...parameters],
  )
}

function scopeOf(scope: Scope): { filter: string; parameters: unknown[]; changedAt: Date | null } {
  if ("channelId" in scope) {
    return {
      filter: `l.channel_id = $3 and l.id > $4 order by l.id limit $5`,
      parameters: [scope.channelId, scope.afterListingId, scope.limit],
      changedAt: null,
    }
  }
  return {
    filter: `l.variant_id in (
      select variant_id from public.product_variant_inventory_item
        where inventory_item_id = any($3::text[]) and deleted_at is null
      union all select unnest($4::text[]))`,
    parameters: [scope.inventoryItemIds, scope.variantIds],
    changedAt: scope.changedAt,
  }
}

/** Held for the length of one recomputation. */
export async function recomputeLock(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(7352002)`)
}

export interface DirtyMarks {
  inventoryItemIds: string[]
  variantIds: string[]
  /** When the oldest of these changes happened. */
  changedAt: Date | null
}

/** Takes up to `limit` marks out of the queue. They come back if the transaction does not commit. */
export async function takeDirtyMarks(sql: Sql, limit: number): Promise<DirtyMarks> {
  const rows = await sql.query<{
    items: string[] | null
    variants: string[] | null
    changed_at: Date | null
  }>(
    `with taken as (
       delete from ledger.dirty where id in (select id from ledger.dirty order by id limit $1 for update skip locked)
       returning inventory_item_id, variant_id, changed_at
     )
     select array_agg(distinct inventory_item_id) filter (where inventory_item_id is not null) as items,
       array_agg(distinct variant_id) filter (where variant_id is not null) as variants, min(changed_at) as changed_at
     from taken`,
    [limit],
  )
  const [row] = rows
  return {
    inventoryItemIds: row?.items ?? [],
    variantIds: row?.variants ?? [],
    changedAt: row?.changed_at ?? null,
  }
}
