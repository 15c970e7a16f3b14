import type { Sql } from "../data-source"
import { mergePage, type Cursor } from "./stock-history-merge"
import { movementSource, type HistoryRange } from "./stock-history-movements"
import { historyKinds, itemKinds, type HistoryKind, type HistoryRow } from "./stock-history-shape"
import { trafficSources, type ListingKey } from "./stock-history-traffic"

export interface HistorySearch {
  from?: Date | undefined
  /** Up to this moment; by default, now. */
  to?: Date | undefined
  kinds?: readonly HistoryKind[] | undefined
  /** Where a page before this one ended. */
  before?: Cursor | undefined
  limit: number
}

export interface HistoryPage {
  rows: HistoryRow[]
  next: Cursor | null
  /** Stock movements before this moment were not written down, or have been dropped. */
  knownSince: Date
}

/** Who changed an inventory item's stock, newest first. */
export async function itemHistory(
  sql: Sql,
  { inventoryItemId, locationId }: { inventoryItemId: string; locationId?: string | undefined },
  search: HistorySearch,
): Promise<HistoryPage> {
  const cursor = await begin(sql, search)
  const range = rangeOf(search, cursor, itemKinds)
  const scope = {
    inventoryItemId,
    locationIds: locationId === undefined ? null : [locationId],
    variantId: null,
  }
  return page(sql, { sources: [movementSource(sql, scope, range)], cursor, limit: search.limit })
}

/** What a history of a listing looks at; undefined when there is no such listing. */
export interface HistoryScope {
  listing: ListingKey
  variantId: string | null
  inventoryItemIds: string[]
  locationIds: string[]
  /** When the listing was first seen. */
  createdAt: Date
}

/** Everything that moved a listing's figure: stock of what it is made of, decisions, pushes, drift, orders and mappings. */
export async function listingHistory(
  sql: Sql,
  { listing, variantId, inventoryItemIds, locationIds }: HistoryScope,
  search: HistorySearch,
): Promise<HistoryPage> {
  const cursor = await begin(sql, search)
  const range = rangeOf(search, cursor, historyKinds)
  const movements = inventoryItemIds.map((inventoryItemId) =>
    movementSource(sql, { inventoryItemId, locationIds, variantId }, range),
  )
  const sources = [...movements, ...trafficSources(sql, listing, range)]
  return page(sql, { sources, cursor, limit: search.limit })
}

/** The items a listing's variant is made of, and the locations its channel sells from. */
export async function historyScope(sql: Sql, listingId: string): Promise<HistoryScope | undefined> {
  const rows = await sql.query<{
    listing: ListingKey
    variant_id: string | null
    items: string[]
    locations: string[]
    created_at: Date
  }>(
    `select jsonb_build_object('id', l.id::text, 'channel_id', l.channel_id, 'external_id', l.external_id) as listing,
       l.variant_id, l.created_at,
       array(select distinct r.inventory_item_id from public.product_variant_inventory_item r
         where r.variant_id = l.variant_id and r.deleted_at is null order by 1) as items,
       array(select s.stock_location_id from public.sales_channel_stock_location s
         where s.sales_channel_id = c.sales_channel_id and s.deleted_at is null order by 1) as locations
     from ledger.listing l join public.channel c on c.id = l.channel_id and c.deleted_at is null
     where l.id = $1`,
    [listingId],
  )
  const [row] = rows
  if (!row) return undefined
  const { listing, variant_id: variantId, items, locations, created_at: createdAt } = row
  return { listing, variantId, inventoryItemIds: items, locationIds: locations, createdAt }
}

const begin = async (sql: Sql, { before, to }: HistorySearch): Promise<Cursor> =>
  before ?? { until: (to ?? (await databaseTime(sql))).toISOString(), positions: {} }

function rangeOf(search: HistorySearch, { until }: Cursor, all: readonly HistoryKind[]): HistoryRange {
  return { from: search.from?.toISOString() ?? null, until, kinds: search.kinds ?? all }
}

async function page(
  sql: Sql,
  {
    sources,
    cursor,
    limit,
  }: { sources: Parameters<typeof mergePage<HistoryRow>>[0]; cursor: Cursor; limit: number },
): Promise<HistoryPage> {
  const [merged, knownSince] = await Promise.all([
    mergePage(sources, cursor, limit),
    completeSince(sql, "stock_movement"),
  ])
  return { ...merged, knownSince }
}

/** Rounded up: what has just happened belongs to now. */
export async function databaseTime(sql: Sql): Promise<Date> {
  const rows = await sql.query<{ now: Date }>(`select clock_timestamp() + interval '1 millisecond' as now`)
  return rows[0]?.now ?? new Date()
}

/** Since when one of the ledger's records is without a gap. */
export async function completeSince(
  sql: Sql,
  record: "stock_movement" | "recipe" | "mapping" | "decision",
): Promise<Date> {
  const rows = await sql.query<{ since: Date | null }>(`select ledger.complete_since($1) as since`, [record])
  return rows[0]?.since ?? new Date(0)
}
