import type { Db } from "../../stage/db"
import type { World } from "../world"
import type { Check } from "./check"
import { mostPerChannel, mostRows, publishable } from "./figures"

/** Milliseconds. */
export interface Latency {
  count: number
  p50: number
  p95: number
  p99: number
}

const percentiles = (value: string) =>
  `count(*)::int as count,
   percentile_cont(array[0.5, 0.95, 0.99]) within group (order by extract(epoch from ${value}) * 1000) as at`

interface PercentileRow {
  count: number
  at: number[] | null
}

function latencyOf(row: PercentileRow | undefined): Latency {
  const [p50 = 0, p95 = 0, p99 = 0] = (row?.at ?? []).map(Math.round)
  return { count: row?.count ?? 0, p50, p95, p99 }
}

/** From the moment a buyer paid to the moment the order stood in Medusa. */
export async function orderLatency(db: Db): Promise<Latency> {
  const { rows } = await db.query<PercentileRow>(
    `select ${percentiles("ingested_at - placed_at")} from ledger.channel_order`,
  )
  return latencyOf(rows[0])
}

/**
 * From a change of stock to the moment the marketplace had accepted a figure that knows of it, for every listing whose
 * publishable figure the change moved. Accepted is when we learned it, which is later than when it was.
 */
export async function changeLatency(world: World, since: Date): Promise<Latency> {
  const { db } = world
  await db.query(
    `create table replay.accepted as
     select i.listing_id, i.version, min(p.settled_at) over (partition by i.listing_id order by i.version desc) as accepted_at
     from ledger.push_item i join ledger.push p on p.id = i.push_id
     where i.outcome = 'accepted' and p.settled_at is not null`,
  )
  await db.query(`create index on replay.accepted (listing_id, version)`)
  await db.query(
    `create table replay.change_delay as
     with change as (
       select l.id as listing_id, m.xid, m.occurred_at
       from replay.movement m
       join public.product_variant_inventory_item r on r.inventory_item_id = m.inventory_item_id and r.deleted_at is null
       join ledger.listing l on l.variant_id = r.variant_id
       join ${mostRows} on most.channel_id = l.channel_id
       where m.occurred_at > $2
         and ${publishable("m.available", "most.most")} <> ${publishable("m.available - m.delta", "most.most")}
     )
     select c.occurred_at, a.accepted_at - c.occurred_at as delay
     from change c join lateral (
       select v.version from replay.verdict v
       where v.listing_id = c.listing_id and v.seen_below > c.xid and pg_visible_in_snapshot(c.xid::text::xid8, v.snapshot)
       order by v.seen_below, v.version limit 1
     ) known on true
     join lateral (
       select accepted_at from replay.accepted
       where listing_id = c.listing_id and version >= known.version order by version limit 1
     ) a on true`,
    [mostPerChannel(world), since],
  )
  const { rows } = await db.query<PercentileRow>(`select ${percentiles("delay")} from replay.change_delay`)
  return latencyOf(rows[0])
}

const patienceMs = 5 * 60_000

/** A gate or a queue that lets nothing through ends quiet all the same, once no more orders come. */
export const keptUp = ({ p95 }: Latency): Check => ({
  promise: "Figures kept up with what was sold, outages and killed processes included",
  kept: p95 <= patienceMs,
  found: `95 of 100 changes were accepted within ${Math.round(p95 / 1000)} s; at most ${patienceMs / 1000} s`,
  examples: [],
})

const meets = (until: "healed" | "recovered") =>
  `exists (select from replay.blow b where c.occurred_at < b.${until} and c.occurred_at + c.delay > b.began)`

/** Changes in a siege: no blow between them and their acceptance, one that lasted, or one that was just over. */
const phases = {
  calm: `not ${meets("recovered")}`,
  struck: meets("healed"),
  recovering: `${meets("recovered")} and not ${meets("healed")}`,
}

/** The delays of `changeLatency`, of one phase alone. */
export async function delaysWhile(db: Db, phase: keyof typeof phases): Promise<Latency> {
  const { rows } = await db.query<PercentileRow>(
    `select ${percentiles("delay")} from replay.change_delay c where ${phases[phase]}`,
  )
  return latencyOf(rows[0])
}

/** Changes within this time could have travelled in one request: the engine's own window. */
const windowMs = 250
const itemsPerRequest = 1_000

export interface LeastCalls {
  /** Requests that changes needed, had every window's changes travelled together. */
  pushes: number
  /** And one look per request at its answer. */
  settles: number
}

export async function leastCalls(db: Db, since: Date): Promise<LeastCalls> {
  const { rows } = await db.query<{ pushes: number }>(
    `select coalesce(sum(ceil(listings / ${itemsPerRequest}.0)), 0)::int as pushes from (
       select channel_id, floor(extract(epoch from at) * 1000 / ${windowMs}) as moment, count(distinct listing_id) as listings
       from replay.verdict where at > $1 and desired is not null group by 1, 2
     ) windows`,
    [since],
  )
  const pushes = rows[0]?.pushes ?? 0
  return { pushes, settles: pushes }
}

/** Pieces that are owed and on no shelf, over all SKUs. */
export async function piecesBeyondStock(db: Db): Promise<number> {
  const { rows } = await db.query<{ pieces: number }>(
    `select coalesce(sum(greatest(0, held.pieces - level.stocked_quantity)), 0)::int as pieces
     from public.inventory_level level
     join (select inventory_item_id, location_id, sum(quantity) as pieces from public.reservation_item
       where deleted_at is null group by 1, 2) held using (inventory_item_id, location_id)
     where level.deleted_at is null`,
  )
  return rows[0]?.pieces ?? 0
}
