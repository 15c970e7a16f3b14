import type { Sql } from "./data-source"
import { figuresOf, reasonOf } from "./figures"

/** Nothing is wanted of what is not mapped, or what the marketplace takes no stock for. */
export const offered = "l.variant_id is not null and l.pushable"

/** Which listings to compute: those of what changed, or those that were found to differ. */
export type Scope =
  { inventoryItemIds: string[]; variantIds: string[]; changedAt: Date } | { listingIds: string[] }

export interface Recomputed {
  channel_id: string
  /** Listings whose desired figure is another one now. */
  changed: number
}

const known = `left join ledger.aspect known on known.listing_id = w.id and known.aspect = 'stock'`

/** What is wanted of a listing is not what was wanted so far, or was settled with something else. */
const differs = `(known.listing_id is null or known.desired is distinct from w.desired
         or (known.desired is null and known.reason ->> 'rule' is distinct from w.rule)
         or known.reason ? 'paused' <> w.paused
         or (w.rule is null and coalesce(known.reason ->> 'when_sold_out', 'zero') <> w.when_sold_out)
         or (known.state = 'settled' and w.desired is not null
           and (known.moved_at is not null or known.accepted is distinct from w.desired)))`

/**
 * One statement: what every listing in scope may show (`figuresOf`), compared with what it should have shown so far, written
 * where it differs; every figure that is written is also kept in `ledger.decision`, with what decided it.
 *
 * A listing whose figure the marketplace has moved by itself (`markMoved`) is due also where it wants what was accepted; one
 * that corrects what we overwrote goes before what was raised. One that is settled with another figure than it wants is due
 * whatever brought it there: nothing stays wrong for longer than it takes to the next comparison.
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
    `with ${figuresOf(filter)}, written as (
       insert into ledger.aspect as aspect
         (listing_id, aspect, channel_id, state, desired, desired_at, reason, priority, changed_at)
       select w.id, 'stock', w.channel_id, case when w.desired is null then 'settled' else 'due' end,
         w.desired, clock_timestamp(), ${reasonOf("w")}, case when w.desired = '0' then 0 else 2 end, $2::timestamptz
       from figure w
       ${known}
       where ${differs}
       order by w.id
       on conflict (listing_id, aspect) do update set
         desired = excluded.desired, desired_at = excluded.desired_at, reason = excluded.reason,
         version = aspect.version + 1, attempts = 0, retry_at = null, refusal_code = null, refusal = null,
         state = case
           when aspect.state in ('sent', 'unknown') then aspect.state
           when excluded.desired is null then 'settled'
           when excluded.desired is not distinct from aspect.accepted and aspect.moved_at is null then 'settled'
           else 'due' end,
         priority = case when excluded.desired = '0' then 0
           when aspect.correcting or (excluded.desired)::numeric < (aspect.accepted)::numeric then 1 else 2 end,
         changed_at = case
           when excluded.desired is not distinct from aspect.accepted and aspect.moved_at is null then null
           else coalesce(aspect.changed_at, excluded.changed_at) end
       returning listing_id, channel_id, desired_at, desired, reason
     ), kept as (
       insert into ledger.decision (listing_id, channel_id, decided_at, desired, reason)
       select listing_id, channel_id, desired_at, (desired)::int, reason from written
     )
     select channel_id, count(*)::int as changed from written group by 1`,
    [JSON.stringify(maxByMarketplace), changedAt, ...parameters],
  )
}

function scopeOf(scope: Scope): { filter: string; parameters: unknown[]; changedAt: Date | null } {
  if ("listingIds" in scope) {
    return {
      filter: `${offered} and l.id = any($3::bigint[])`,
      parameters: [scope.listingIds],
      changedAt: null,
    }
  }
  return {
    filter: `${offered} and l.variant_id in (
      select variant_id from public.product_variant_inventory_item
        where inventory_item_id = any($3::text[]) and deleted_at is null
      union all select unnest($4::text[]))`,
    parameters: [scope.inventoryItemIds, scope.variantIds],
    changedAt: scope.changedAt,
  }
}

export interface Slice {
  channelId: string
  afterListingId: string
  limit: number
}

export interface Compared {
  /** Listings whose figure has to be computed once more. */
  differing: string[]
  /** The last listing of the slice, to go on from; null when there was none. */
  last_listing_id: string | null
}

/**
 * Compares what a slice of a channel may show with what it should have shown so far, without a lock and without a trace: what
 * changes meanwhile leaves its own mark. Large slices cost less, since tables are read from end to end for each of them; the
 * transaction around it gets the memory for that.
 */
export async function compareDesiredStock(
  sql: Sql,
  { channelId, afterListingId, limit }: Slice,
  maxByMarketplace: Record<string, number>,
): Promise<Compared> {
  await sql.query(`select set_config('work_mem', '96MB', true), set_config('jit', 'off', true)`)
  const filter = `${offered} and l.channel_id = $2 and l.id > $3 order by l.id limit $4`
  const rows = await sql.query<Compared>(
    `with ${figuresOf(filter, { reservations: "summed" })}
     select coalesce(array_agg(w.id::text order by w.id) filter (where ${differs}), '{}') as differing,
       max(w.id)::text as last_listing_id
     from figure w ${known}`,
    [JSON.stringify(maxByMarketplace), channelId, afterListingId, limit],
  )
  return rows[0] ?? { differing: [], last_listing_id: null }
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
