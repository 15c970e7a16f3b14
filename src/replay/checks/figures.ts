import type { Db } from "../../stage/db"
import type { World } from "../world"
import { examplesShown, type Check } from "./check"

/**
 * Recomputes, from nothing but the ledger's stock movements, what every figure should have been at the snapshot it was
 * computed from. Movements of transactions older than the snapshot's oldest open one are a running total; the few younger
 * ones are asked one by one whether the snapshot saw them. One warehouse and recipes of one piece, so available is
 * stocked − reserved of one item.
 */
export async function recomputeFigures(db: Db): Promise<void> {
  await db.query(`
    create table replay.movement as
    select inventory_item_id, xid, occurred_at, stocked_delta - reserved_delta as delta,
      sum(stocked_delta - reserved_delta) over (partition by inventory_item_id order by xid) as available
    from (
      select inventory_item_id, xmin::text::bigint as xid, min(occurred_at) as occurred_at,
        sum(stocked_delta) as stocked_delta, sum(reserved_delta) as reserved_delta
      from ledger.stock_movement where kind in ('level', 'reservation') group by 1, 2
    ) moved`)
  await db.query(`create unique index on replay.movement (inventory_item_id, xid) include (delta, available)`)
  await db.query(`analyze replay.movement`)
  await db.query(
    `create table replay.verdict as
     select f.listing_id, f.version, l.channel_id, f.desired, f.at, f.snapshot,
       pg_snapshot_xmax(f.snapshot)::text::bigint as seen_below,
       coalesce(settled.available, 0) + coalesce(recent.delta, 0) as available
     from replay.figure f
     join ledger.listing l on l.id = f.listing_id
     join public.product_variant_inventory_item r on r.variant_id = l.variant_id and r.deleted_at is null
     left join lateral (
       select m.available from replay.movement m
       where m.inventory_item_id = r.inventory_item_id and m.xid < pg_snapshot_xmin(f.snapshot)::text::bigint
       order by m.xid desc limit 1
     ) settled on true
     left join lateral (
       select sum(m.delta) as delta from replay.movement m
       where m.inventory_item_id = r.inventory_item_id and m.xid >= pg_snapshot_xmin(f.snapshot)::text::bigint
         and m.xid < pg_snapshot_xmax(f.snapshot)::text::bigint
         and pg_visible_in_snapshot(m.xid::text::xid8, f.snapshot)
     ) recent on true`,
  )
  await db.query(`create unique index on replay.verdict (listing_id, version)`)
  await db.query(`create index on replay.verdict (listing_id, seen_below, version)`)
  await db.query(`analyze replay.verdict`)
}

/** What may be put on sale with these pieces: channels have no share, buffer or cap of their own here. */
export const publishable = (available: string, most: string) =>
  `least(${most}, greatest(0, floor(${available})))::int`

/** The largest figure of each channel, as a table. */
export const mostPerChannel = (world: World) =>
  JSON.stringify(
    world.channels.map(({ id, most }) => ({ channel_id: id, most: Math.min(most, 2_147_483_647) })),
  )

export const mostRows = `jsonb_to_recordset($1::jsonb) as most (channel_id text, most int)`

/** Promise 3, at its root: no figure promised more (or less) than the stock its statement saw. */
export async function checkFigures(world: World): Promise<Check> {
  const { rows } = await world.db.query<{
    figures: number
    above: number
    below: number
    wrong: unknown[] | null
  }>(
    `with judged as (
       select v.*, ${publishable("v.available", "most.most")} as right_one
       from replay.verdict v join ${mostRows} using (channel_id) where v.desired is not null
     )
     select count(*)::int as figures, count(*) filter (where desired > right_one)::int as above,
       count(*) filter (where desired < right_one)::int as below,
       (select jsonb_agg(w) from (select listing_id, version, desired, right_one, at from judged
         where desired <> right_one limit ${examplesShown}) w) as wrong
     from judged`,
    [mostPerChannel(world)],
  )
  const row = rows[0] ?? { figures: 0, above: 0, below: 0, wrong: null }
  return {
    promise: "Every figure is what could be sold at the very database snapshot it was computed from",
    kept: row.above === 0 && row.below === 0,
    found: `${row.figures} figures recomputed from stock movements: ${row.above} too high, ${row.below} too low`,
    examples: row.wrong ?? [],
  }
}

/** What went over the wire is one of those figures, never more. */
export async function checkPushes(world: World): Promise<Check> {
  const { rows } = await world.db.query<{
    items: number
    wrong: number
    above: number
    examples: unknown[] | null
  }>(
    `with judged as (
       select i.push_id, i.external_id, (i.value)::int as value, v.desired, ${publishable("v.available", "most.most")} as right_one
       from ledger.push_item i
       join ledger.listing l on l.id = i.listing_id
       join ${mostRows} on most.channel_id = l.channel_id
       left join replay.verdict v on v.listing_id = i.listing_id and v.version = i.version
     )
     select count(*)::int as items, count(*) filter (where value is distinct from desired)::int as wrong,
       count(*) filter (where right_one is null or value > right_one)::int as above,
       (select jsonb_agg(w) from (select * from judged where value is distinct from desired or value > right_one
         limit ${examplesShown}) w) as examples
     from judged`,
    [mostPerChannel(world)],
  )
  const row = rows[0] ?? { items: 0, wrong: 0, above: 0, examples: null }
  return {
    promise: "No push carried more than was publishable as of its computation",
    kept: row.wrong === 0 && row.above === 0,
    found: `${row.items} pushed figures: ${row.above} above, ${row.wrong} not the computed one`,
    examples: row.examples ?? [],
  }
}

/** What buyers see at the end, against the live rows of Medusa's inventory. */
export async function checkShelves(world: World): Promise<Check> {
  const { db, channels, marketplace, sandbox } = world
  const wrong: unknown[] = []
  let compared = 0
  for (const { id, storefront, most } of channels) {
    const shown = await marketplace.shown(sandbox, storefront)
    const { rows } = await db.query<{ external_id: string; right_one: number }>(
      `select l.external_id, ${publishable("level.stocked_quantity - coalesce(held.pieces, 0)", "$2::numeric")} as right_one
       from ledger.listing l
       join public.product_variant_inventory_item r on r.variant_id = l.variant_id and r.deleted_at is null
       join public.inventory_level level on level.inventory_item_id = r.inventory_item_id and level.deleted_at is null
       left join (select inventory_item_id, sum(quantity) as pieces from public.reservation_item
         where deleted_at is null group by 1) held on held.inventory_item_id = r.inventory_item_id
       where l.channel_id = $1`,
      [id, most],
    )
    for (const { external_id, right_one } of rows) {
      compared += 1
      const figure = shown.get(external_id)
      if (figure !== right_one)
        wrong.push({ storefront, listing: external_id, expected: right_one, shown: figure })
    }
    if (rows.length !== shown.size) wrong.push({ storefront, listings: rows.length, shown: shown.size })
  }
  return {
    promise: "At the end every shelf shows what can be sold",
    kept: wrong.length === 0,
    found: `${compared} listings compared, ${wrong.length} differ`,
    examples: wrong.slice(0, examplesShown),
  }
}
