import type { Sql } from "../data-source"
import { describeActor, namesOf, type OrderLink } from "./stock-history-actor"
import type { Entry, Source } from "./stock-history-merge"
import type { HistoryRange } from "./stock-history-movements"
import type { HistoryKind, HistoryRow } from "./stock-history-shape"

type RowOf<Kind extends HistoryKind> = Extract<HistoryRow, { kind: Kind }>

export interface ListingKey {
  id: string
  channel_id: string
  external_id: string
}

/** Text that sorts as the moment does, with the microseconds that a date of ours has not. */
const exactly = (column: string) =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exactly`

/** What one listing was to show, and what was sent for it, seen of it and sold through it. */
export function trafficSources(sql: Sql, listing: ListingKey, range: HistoryRange): Source<HistoryRow>[] {
  const sources = {
    figure: decisionSource(sql, listing, range),
    push: pushSource(sql, listing, { range, carries: "push" }),
    offer: pushSource(sql, listing, { range, carries: "offer" }),
    drift: driftSource(sql, listing, range),
    order: orderSource(sql, listing, range),
    mapping: mappingSource(sql, listing, range),
  }
  return Object.entries(sources).flatMap(([kind, source]) =>
    range.kinds.some((wanted) => wanted === kind) ? [source] : [],
  )
}

type Read<Row> = Row & { exactly: string; key: string }

const toEntry = <Row extends HistoryRow>({ exactly: at, key, ...row }: Read<Row>) =>
  // The rest of a spread type parameter is not recognised as the row it is.
  ({ at, position: key, row: row as unknown as Row }) satisfies Entry<Row>

function decisionSource(sql: Sql, { id }: ListingKey, { from, until }: HistoryRange): Source<HistoryRow> {
  return {
    name: "figure",
    read: async (after, limit) => {
      const rows = await sql.query<Read<RowOf<"figure">>>(
        `select d.*, before.desired as desired_before from (
           select 'figure' as kind, decided_at as at, ${exactly("decided_at")}, ${exactly("decided_at").replace("exactly", "key")},
             desired, reason
           from ledger.decision
           where listing_id = $1 and decided_at <= $2 and decided_at < coalesce($3::timestamptz, 'infinity')
             and decided_at >= coalesce($4::timestamptz, '-infinity')
           order by decided_at desc limit $5) d
         left join lateral (
           select desired from ledger.decision where listing_id = $1 and decided_at < d.at
           order by decided_at desc limit 1) before on true
         order by d.at desc`,
        [id, until, after ?? null, from, limit],
      )
      return rows.map(toEntry)
    },
  }
}

/** A stock figure is a number; whether a listing is on sale is true or false. */
const carried = {
  push: { type: "number", column: "(i.value)::int as value" },
  offer: { type: "boolean", column: "(i.value)::boolean as on_sale" },
}

function pushSource(
  sql: Sql,
  { id }: ListingKey,
  { range: { from, until }, carries }: { range: HistoryRange; carries: keyof typeof carried },
): Source<HistoryRow> {
  const { type, column } = carried[carries]
  return {
    name: carries,
    read: async (after, limit) => {
      const rows = await sql.query<Read<RowOf<"push" | "offer">>>(
        `select '${carries}' as kind, i.created_at as at, ${exactly("i.created_at")}, i.push_id::text as key,
           i.push_id::text, p.cause, p.batch, ${column}, i.outcome,
           case when i.outcome in ('accepted', 'rejected') then p.settled_at end as answered_at, i.code, i.message
         from (
           select * from ledger.push_item
           where listing_id = $1 and jsonb_typeof(value) = '${type}' and created_at <= $2 and push_id < coalesce($3::bigint, 9223372036854775807)
             and created_at >= coalesce($4::timestamptz, '-infinity')
           order by push_id desc limit $5) i
         join ledger.push p on p.id = i.push_id
         order by i.push_id desc`,
        [id, until, after ?? null, from, limit],
      )
      return rows.map(toEntry)
    },
  }
}

function driftSource(sql: Sql, { id }: ListingKey, { from, until }: HistoryRange): Source<HistoryRow> {
  return {
    name: "drift",
    read: async (after, limit) => {
      const rows = await sql.query<Read<RowOf<"drift">>>(
        `select 'drift' as kind, seen_at as at, ${exactly("seen_at")}, id::text as key, d.kind as drift, expected, shown,
           repair
         from ledger.drift d
         where listing_id = $1 and seen_at <= $2 and id < coalesce($3::bigint, 9223372036854775807)
           and seen_at >= coalesce($4::timestamptz, '-infinity')
         order by d.id desc limit $5`,
        [id, until, after ?? null, from, limit],
      )
      return rows.map(toEntry)
    },
  }
}

function orderSource(sql: Sql, listing: ListingKey, { from, until }: HistoryRange): Source<HistoryRow> {
  return {
    name: "order",
    read: async (after, limit) => {
      const rows = await sql.query<Read<Omit<RowOf<"order">, "order"> & { order: OrderLink }>>(
        `select 'order' as kind, n.read_at as at, ${exactly("n.read_at")}, n.id::text as key, n.ordered, n.state,
           o.placed_at, jsonb_build_object('id', o.order_id, 'display_id', m.display_id, 'external_id', o.external_id,
             'channel_name', c.name) as "order"
         from (
           select * from ledger.order_line
           where channel_id = $1 and listing_external_id = $2 and read_at <= $3
             and id < coalesce($4::bigint, 9223372036854775807)
             and read_at >= coalesce($5::timestamptz, '-infinity')
           order by id desc limit $6) n
         join ledger.channel_order o on o.channel_id = n.channel_id and o.external_id = n.order_external_id
         left join public."order" m on m.id = o.order_id
         left join public.channel c on c.id = n.channel_id
         order by n.id desc`,
        [listing.channel_id, listing.external_id, until, after ?? null, from, limit],
      )
      return rows.map(toEntry)
    },
  }
}

function mappingSource(sql: Sql, { id }: ListingKey, { from, until }: HistoryRange): Source<HistoryRow> {
  return {
    name: "mapping",
    read: async (after, limit) => {
      const rows = await sql.query<Read<Omit<RowOf<"mapping">, "actor"> & { actor: string }>>(
        `select 'mapping' as kind, g.changed_at as at, ${exactly("g.changed_at")}, g.id::text as key, g.variant_id,
           concat_ws(' · ', p.title, v.title) as variant_title, g.mapped_by, g.actor
         from ledger.mapping g
         left join public.product_variant v on v.id = g.variant_id
         left join public.product p on p.id = v.product_id
         where g.listing_id = $1 and g.changed_at <= $2 and g.id < coalesce($3::bigint, 9223372036854775807)
           and g.changed_at >= coalesce($4::timestamptz, '-infinity')
         order by g.id desc limit $5`,
        [id, until, after ?? null, from, limit],
      )
      const names = await namesOf(
        sql,
        rows.map((row) => row.actor),
      )
      return rows.map((row) => toEntry({ ...row, actor: describeActor(row.actor, names, null) }))
    },
  }
}
