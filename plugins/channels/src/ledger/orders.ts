import type { KnownPackage } from "../engine/orders/package-facts"
import type { LiveReservation } from "../engine/orders/plan-reservations"
import type { Sql } from "./data-source"

/** An order by the marketplace's name and by ours. */
export interface OrderKey {
  externalId: string
  orderId: string
}

export interface KnownOrder {
  external_id: string
  /** Is it in Medusa? A crash between Medusa and the ledger leaves orders that are there and not ingested. */
  created: boolean
  ingested: boolean
  canceled: boolean
}

export async function knownOrders(sql: Sql, channelId: string, orders: OrderKey[]): Promise<KnownOrder[]> {
  return sql.query<KnownOrder>(
    `select o.external_id, m.id is not null as created, k.external_id is not null as ingested,
       coalesce(m.status = 'canceled', false) as canceled
     from unnest($2::text[], $3::text[]) as o (external_id, order_id)
     left join public."order" m on m.id = o.order_id and m.deleted_at is null
     left join ledger.channel_order k on k.channel_id = $1 and k.external_id = o.external_id`,
    [channelId, orders.map((order) => order.externalId), orders.map((order) => order.orderId)],
  )
}

/** The newest fact of every package of these orders, keyed by order. */
export async function knownPackages(
  sql: Sql,
  channelId: string,
  externalIds: string[],
): Promise<Map<string, Map<string, KnownPackage>>> {
  const rows = await sql.query<{ order_external_id: string; pack: KnownPackage; modified_at: Date }>(
    `select order_external_id, modified_at, jsonb_build_object(
         'externalId', external_id, 'state', state, 'remoteState', remote_state, 'originIds', origin_ids,
         'contentHash', content_hash, 'lines', lines, 'tracking', tracking, 'held', held) as pack
     from ledger.order_package where channel_id = $1 and order_external_id = any($2::text[])`,
    [channelId, externalIds],
  )
  const orders = new Map<string, Map<string, KnownPackage>>(externalIds.map((id) => [id, new Map()]))
  for (const row of rows) {
    const held = row.pack.held && { ...row.pack.held, modifiedAt: new Date(row.pack.held.modifiedAt) }
    const pack = { ...row.pack, modifiedAt: row.modified_at, held }
    orders.get(row.order_external_id)?.set(pack.externalId, pack)
  }
  return orders
}

export type LineState = "reserved" | "unmapped" | "unmanaged" | "unplaced" | "closed"

/** A line that is in Medusa. What the ledger knows of it is null while a crash keeps them apart. */
export interface KnownLine {
  order_external_id: string
  external_id: string
  line_item_id: string
  listing_external_id: string
  variant_id: string | null
  ordered: number
  owed: number | null
  state: LineState | null
}

/** The marketplace's lines of these orders; what operators added in Medusa is not among them. */
export async function knownLines(sql: Sql, orders: OrderKey[]): Promise<KnownLine[]> {
  return sql.query<KnownLine>(
    `select o.external_id as order_external_id, i.id as line_item_id, l.variant_id, l.owed, l.state,
       coalesce(l.external_id, i.metadata -> 'serai' ->> 'external_line_id') as external_id,
       coalesce(l.listing_external_id, i.metadata -> 'serai' ->> 'listing') as listing_external_id,
       coalesce(l.ordered, d.quantity)::int as ordered
     from unnest($1::text[], $2::text[]) as o (external_id, order_id)
     join public."order" m on m.id = o.order_id
     join public.order_item d on d.order_id = m.id and d.version = m.version and d.deleted_at is null
     join public.order_line_item i on i.id = d.item_id and i.metadata -> 'serai' ->> 'external_line_id' is not null
     left join ledger.order_line l on l.line_item_id = i.id`,
    [orders.map((order) => order.externalId), orders.map((order) => order.orderId)],
  )
}

/** A line whose listing was mapped after the order came. */
export interface MappedLine {
  line_item_id: string
  variant_id: string
  owed: number
}

/** Lines that wait for their listing's mapping and have it now. */
export async function linesMappedSince(sql: Sql, channelId: string, limit: number): Promise<MappedLine[]> {
  return sql.query<MappedLine>(
    `select o.line_item_id, l.variant_id, o.owed
     from ledger.order_line o
     join ledger.listing l on l.channel_id = o.channel_id and l.external_id = o.listing_external_id
     where o.channel_id = $1 and o.state in ('unmapped', 'unplaced') and l.variant_id is not null limit $2`,
    [channelId, limit],
  )
}

export interface OrderRow {
  external_id: string
  order_id: string
  currency: string
  placed_at: Date
  state: string
  url: string | null
}

export interface LineRow {
  order_external_id: string
  external_id: string
  line_item_id: string
  listing_external_id: string
  variant_id: string | null
  ordered: number
  owed: number
  state: LineState
  barcode: string | null
  sku: string | null
  title: string
}

export interface OrderRows {
  orders: OrderRow[]
  packages: { orderExternalId: string; pack: KnownPackage }[]
  lines: LineRow[]
  /** Medusa lines that the marketplace tells no more. */
  vanished: string[]
}

/** Writes what is now known of these orders. Runs in the transaction that also finishes their inbox entries. */
export async function saveOrders(sql: Sql, channelId: string, rows: OrderRows): Promise<void> {
  await sql.query(
    `insert into ledger.channel_order as known (channel_id, external_id, order_id, currency, placed_at, state, url)
     select $1, external_id, order_id, currency, placed_at, state, url
     from jsonb_to_recordset($2::jsonb) as o
       (external_id text, order_id text, currency text, placed_at timestamptz, state text, url text)
     on conflict (channel_id, external_id) do update set state = excluded.state, url = excluded.url, updated_at = clock_timestamp()`,
    [channelId, JSON.stringify(rows.orders)],
  )
  await sql.query(
    `insert into ledger.order_package as known
       (channel_id, order_external_id, external_id, state, remote_state, modified_at, origin_ids, content_hash, lines, tracking, held)
     select $1, "orderExternalId", pack ->> 'externalId', pack ->> 'state', pack ->> 'remoteState',
       (pack ->> 'modifiedAt')::timestamptz, array(select jsonb_array_elements_text(pack -> 'originIds')),
       pack ->> 'contentHash', pack -> 'lines', pack -> 'tracking',
       nullif(pack -> 'held', 'null')
     from jsonb_to_recordset($2::jsonb) as p ("orderExternalId" text, pack jsonb)
     on conflict (channel_id, order_external_id, external_id) do update set
       state = excluded.state, remote_state = excluded.remote_state, modified_at = excluded.modified_at,
       origin_ids = excluded.origin_ids, content_hash = excluded.content_hash, lines = excluded.lines,
       tracking = excluded.tracking, held = excluded.held`,
    [channelId, JSON.stringify(rows.packages)],
  )
  await saveLines(sql, channelId, rows.lines)
  await sql.query(
    `update ledger.order_line set owed = 0, state = 'closed' where line_item_id = any($1::text[])`,
    [rows.vanished],
  )
}

async function saveLines(sql: Sql, channelId: string, lines: LineRow[]): Promise<void> {
  // A line that got its real id keeps its row, as it keeps its place in Medusa.
  await sql.query(
    `update ledger.order_line known set external_id = l.external_id
     from jsonb_to_recordset($1::jsonb) as l (line_item_id text, external_id text)
     where known.line_item_id = l.line_item_id and known.external_id <> l.external_id`,
    [JSON.stringify(lines)],
  )
  await sql.query(
    `insert into ledger.order_line as known
       (channel_id, order_external_id, external_id, line_item_id, listing_external_id, barcode, sku, title, ordered, owed, variant_id, state)
     select $1, order_external_id, external_id, line_item_id, listing_external_id, barcode, sku, title, ordered, owed, variant_id, state
     from jsonb_to_recordset($2::jsonb) as l
       (order_external_id text, external_id text, line_item_id text, listing_external_id text, barcode text, sku text,
        title text, ordered int, owed int, variant_id text, state text)
     on conflict (channel_id, order_external_id, external_id) do update set
       ordered = excluded.ordered, owed = excluded.owed,
       -- Nothing was reserved or given back for a line that owes what it owed, and somebody may just have mapped it.
       variant_id = case when known.owed = excluded.owed then known.variant_id else excluded.variant_id end,
       state = case when known.owed = excluded.owed then known.state else excluded.state end`,
    [channelId, JSON.stringify(lines)],
  )
}

export async function setLineStates(
  sql: Sql,
  lines: { line_item_id: string; variant_id: string | null; state: LineState }[],
): Promise<void> {
  await sql.query(
    `update ledger.order_line l set variant_id = n.variant_id, state = n.state
     from jsonb_to_recordset($1::jsonb) as n (line_item_id text, variant_id text, state text)
     where l.line_item_id = n.line_item_id`,
    [JSON.stringify(lines)],
  )
}

/** What ingestion needs to know of a variant. One whose stock Medusa does not manage has no components. */
export interface VariantFacts {
  id: string
  title: string
  sku: string | null
  barcode: string | null
  product_id: string
  product_title: string
  thumbnail: string | null
  manage_inventory: boolean
  components: { inventoryItemId: string; required: number }[]
}

export async function variantFacts(sql: Sql, variantIds: string[]): Promise<Map<string, VariantFacts>> {
  const rows = await sql.query<VariantFacts>(
    `select v.id, v.title, v.sku, v.barcode, v.product_id, p.title as product_title, p.thumbnail, v.manage_inventory,
       coalesce(jsonb_agg(jsonb_build_object('inventoryItemId', r.inventory_item_id, 'required', r.required_quantity))
         filter (where r.inventory_item_id is not null), '[]') as components
     from public.product_variant v
     join public.product p on p.id = v.product_id
     left join public.product_variant_inventory_item r
       on r.variant_id = v.id and r.deleted_at is null and v.manage_inventory
     where v.id = any($1::text[]) and v.deleted_at is null
     group by v.id, p.id`,
    [variantIds],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Free pieces (stocked − live reservations) of items at the locations of a sales channel. */
export async function freePieces(
  sql: Sql,
  salesChannelId: string,
  inventoryItemIds: string[],
): Promise<Map<string, Map<string, number>>> {
  const rows = await sql.query<{ inventory_item_id: string; location_id: string; free: string }>(
    `select l.inventory_item_id, l.location_id, l.stocked_quantity - coalesce(sum(r.quantity), 0) as free
     from public.inventory_level l
     join public.sales_channel_stock_location s
       on s.stock_location_id = l.location_id and s.sales_channel_id = $1 and s.deleted_at is null
     left join public.reservation_item r
       on r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id and r.deleted_at is null
     where l.inventory_item_id = any($2::text[]) and l.deleted_at is null
     group by l.id`,
    [salesChannelId, inventoryItemIds],
  )
  const free = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const locations = free.get(row.inventory_item_id) ?? new Map<string, number>()
    free.set(row.inventory_item_id, locations.set(row.location_id, Number(row.free)))
  }
  return free
}

/** Live reservations of order lines, and how many were ever made per line and item (deleted ones included). */
export async function reservationsOfLines(
  sql: Sql,
  lineItemIds: string[],
): Promise<{
  live: LiveReservation[]
  made: { line_item_id: string; inventory_item_id: string; count: number }[]
}> {
  const rows = await sql.query<LiveReservation & { deleted: boolean }>(
    `select id, line_item_id, inventory_item_id, location_id, quantity::float8 as quantity, deleted_at is not null as deleted
     from public.reservation_item where line_item_id = any($1::text[]) order by id`,
    [lineItemIds],
  )
  const counts = new Map<string, { line_item_id: string; inventory_item_id: string; count: number }>()
  for (const { line_item_id, inventory_item_id } of rows) {
    const key = `${line_item_id} ${inventory_item_id}`
    const count = (counts.get(key)?.count ?? 0) + 1
    counts.set(key, { line_item_id, inventory_item_id, count })
  }
  return { live: rows.filter((row) => !row.deleted), made: [...counts.values()] }
}

/** Pieces of each line that Medusa has fulfilled: those have left the shelf, and their reservations with them. */
export async function fulfilledPieces(sql: Sql, lineItemIds: string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ item_id: string; fulfilled: number }>(
    `select distinct on (item_id) item_id, fulfilled_quantity::float8 as fulfilled
     from public.order_item where item_id = any($1::text[]) and deleted_at is null order by item_id, version desc`,
    [lineItemIds],
  )
  return new Map(rows.map((row) => [row.item_id, row.fulfilled]))
}
