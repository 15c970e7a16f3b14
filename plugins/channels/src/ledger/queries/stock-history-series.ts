import type { Sql } from "../data-source"
import type { Buckets } from "./stock-history-buckets"
import { offerTurns, turnBy } from "./offer-turns"
import type { ListingPoint, SeriesPoint } from "./stock-history-shape"
import { completeSince, type HistoryScope } from "./stock-history"
import { setsOfPlaces, type Place } from "./stock-history-sets"

/** One item at one place: what it has now, or what moved within one bucket. */
interface Moved {
  /** Null for what it has now. */
  bucket: number | null
  inventory_item_id: string
  location_id: string
  stocked: number
  reserved: number
}

interface SeriesScope {
  inventoryItemIds: string[]
  /** Null for all. */
  locationIds: string[] | null
}

/** An inventory item's stock over time, in pieces. */
export async function itemSeries(
  sql: Sql,
  { inventoryItemId, locationId }: { inventoryItemId: string; locationId?: string | undefined },
  buckets: Buckets,
): Promise<SeriesPoint[]> {
  const locationIds = locationId === undefined ? null : [locationId]
  return stockSeries(
    sql,
    { inventoryItemIds: [inventoryItemId], locationIds },
    {
      buckets,
      sum: (places) => sumOf(places, new Map([[inventoryItemId, 1]])),
    },
  )
}

/** A listing's stock over time, in sets of what its variant is made of today, and its figures beside it. */
export async function listingSeries(
  sql: Sql,
  scope: HistoryScope,
  buckets: Buckets,
): Promise<ListingPoint[]> {
  const { listing, variantId, inventoryItemIds, locationIds } = scope
  const required = await requiredOf(sql, variantId)
  const sum = (places: Place[]) => sumOf(places, required)
  const [stock, desired, accepted, turns] = await Promise.all([
    stockSeries(sql, { inventoryItemIds, locationIds }, { buckets, sum }),
    desiredAt(sql, listing.id, buckets),
    acceptedAt(sql, listing.id, buckets),
    offerTurns(sql, listing.id, buckets.points.at(-1) ?? buckets.from),
  ])
  return stock.map((point, index) => ({
    ...point,
    desired: desired[index] ?? null,
    accepted: accepted[index] ?? null,
    on_sale: turnBy(turns, point.at)?.on_sale ?? true,
  }))
}

type Sum = Pick<SeriesPoint, "on_hand" | "reserved" | "available">

const unknown: Sum = { on_hand: null, reserved: null, available: null }

function sumOf(places: Place[], required: Map<string, number>): Sum {
  if (required.size === 0) return unknown
  const on_hand = setsOfPlaces(places, required, (place) => place.stocked)
  const available = setsOfPlaces(places, required, (place) => place.stocked - place.reserved)
  return { on_hand, reserved: on_hand - available, available }
}

async function stockSeries(
  sql: Sql,
  { inventoryItemIds, locationIds }: SeriesScope,
  { buckets, sum }: { buckets: Buckets; sum: (places: Place[]) => Sum },
): Promise<SeriesPoint[]> {
  const [moved, knownSince] = await Promise.all([
    sql.query<Moved>(liveAndMoved, [
      inventoryItemIds,
      locationIds,
      buckets.from,
      buckets.sizeSeconds,
      buckets.points.length - 1,
      buckets.points.at(-1),
    ]),
    completeSince(sql, "stock_movement"),
  ])
  return countBack(moved, buckets.points, sum).map((point) =>
    point.at < knownSince ? { at: point.at, ...unknown } : point,
  )
}

/** Bucket n begins after point n; what is newer than the last point is in the last point's. */
const liveAndMoved = `
  select null::int as bucket, l.inventory_item_id, l.location_id, sum(l.stocked_quantity)::float8 as stocked,
    0::float8 as reserved
  from public.inventory_level l
  where l.inventory_item_id = any($1::text[]) and ($2::text[] is null or l.location_id = any($2))
    and l.deleted_at is null
  group by 2, 3
  union all
  select null, r.inventory_item_id, r.location_id, 0, sum(r.quantity)::float8
  from public.reservation_item r
  where r.inventory_item_id = any($1::text[]) and ($2::text[] is null or r.location_id = any($2))
    and r.deleted_at is null
  group by 2, 3
  union all
  select case when m.occurred_at > $6::timestamptz then $5::int
      else ceil(extract(epoch from m.occurred_at - $3::timestamptz) / $4::float8)::int - 1 end,
    m.inventory_item_id, m.location_id, sum(m.stocked_delta)::float8, sum(m.reserved_delta)::float8
  from ledger.stock_movement m
  where m.inventory_item_id = any($1::text[]) and m.location_id is not null
    and ($2::text[] is null or m.location_id = any($2)) and m.occurred_at > $3::timestamptz
  group by 1, 2, 3`

/** Pure: from what is there now, bucket by bucket into the past. */
export function countBack(moved: Moved[], points: Date[], sum: (places: Place[]) => Sum): SeriesPoint[] {
  const places = new Map<string, Place>()
  const add = ({ inventory_item_id, location_id, stocked, reserved }: Moved, sign: 1 | -1) => {
    const key = `${inventory_item_id} ${location_id}`
    const place = places.get(key) ?? { inventory_item_id, location_id, stocked: 0, reserved: 0 }
    place.stocked += sign * stocked
    place.reserved += sign * reserved
    places.set(key, place)
  }
  for (const row of moved.filter(({ bucket }) => bucket === null)) add(row, 1)
  const series: SeriesPoint[] = []
  for (let index = points.length - 1; index >= 0; index -= 1) {
    for (const row of moved.filter(({ bucket }) => bucket === index)) add(row, -1)
    const at = points[index]
    if (at) series.unshift({ at, ...sum([...places.values()]) })
  }
  return series
}

async function requiredOf(sql: Sql, variantId: string | null): Promise<Map<string, number>> {
  const rows = await sql.query<{ inventory_item_id: string; required: number }>(
    `select inventory_item_id, sum(required_quantity)::float8 as required
     from public.product_variant_inventory_item where variant_id = $1 and deleted_at is null group by 1`,
    [variantId],
  )
  return new Map(rows.map((row) => [row.inventory_item_id, row.required]))
}

/** The decision in force at each point: one look-up per point, however many decisions there were. */
async function desiredAt(sql: Sql, listingId: string, { points }: Buckets): Promise<(number | null)[]> {
  const rows = await sql.query<{ desired: number | null }>(
    `select d.desired from unnest($2::timestamptz[]) with ordinality as point (at, place)
     left join lateral (
       select desired from ledger.decision where listing_id = $1 and decided_at <= point.at
       order by decided_at desc limit 1) d on true
     order by point.place`,
    [listingId, points],
  )
  return rows.map((row) => row.desired)
}

/** What the marketplace had taken by each point. */
async function acceptedAt(sql: Sql, listingId: string, buckets: Buckets): Promise<(number | null)[]> {
  const rows = await sql.query<{ point: number; value: number }>(
    `select distinct on (point) point, value from (
       select greatest(0, ceil(extract(epoch from coalesce(p.settled_at, i.created_at) - $2::timestamptz) / $3::float8))::int
           as point, (i.value)::int as value, i.push_id
       from (
         (select * from ledger.push_item where listing_id = $1 and outcome = 'accepted' and created_at > $2
           and created_at <= $4 and jsonb_typeof(value) = 'number')
         union all
         (select * from ledger.push_item where listing_id = $1 and outcome = 'accepted' and created_at <= $2
           and jsonb_typeof(value) = 'number' order by push_id desc limit 1)
       ) i join ledger.push p on p.id = i.push_id
     ) taken order by point, push_id desc`,
    [listingId, buckets.from, buckets.sizeSeconds, buckets.points.at(-1)],
  )
  const taken = new Map(rows.map((row) => [row.point, row.value]))
  let value: number | null = null
  return buckets.points.map((_, index) => (value = taken.get(index) ?? value))
}
