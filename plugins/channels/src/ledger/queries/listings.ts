import { z } from "zod"
import { driftKinds } from "../../engine/stock/read-back"
import type { Sql } from "../data-source"
import { ledgerId, moment, type Counted, type Page } from "./shape"

/** `due` is everything on its way: waiting, sent, or being looked up. `drifting` shows another figure than was accepted. */
export const listingFilters = [
  "all",
  "unmapped",
  "refused",
  "drifting",
  "due",
  "settled",
  "off_sale",
] as const
export type ListingFilter = (typeof listingFilters)[number]

const aspectState = z.enum(["settled", "due", "sent", "refused", "unknown"])

/** One listing with its variant and the state of its stock. */
export const listing = z.object({
  id: ledgerId,
  channel_id: z.string(),
  channel_name: z.string(),
  marketplace: z.string(),
  external_id: z.string(),
  external_product_id: z.string().nullable(),
  barcode: z.string().nullable(),
  sku: z.string().nullable(),
  title: z.string(),
  image_url: z.string().nullable(),
  url: z.string().nullable(),
  /** The marketplace's own word for the listing's state. */
  remote_state: z.string(),
  pushable: z.boolean(),
  /** What the marketplace showed when its list was last read. */
  remote_quantity: z.int().nullable(),
  remote_price: z.string().nullable(),
  currency: z.string().nullable(),
  seen_at: moment,
  variant_id: z.string().nullable(),
  mapped_by: z.enum(["barcode", "sku", "manual"]).nullable(),
  variant_title: z.string().nullable(),
  variant_sku: z.string().nullable(),
  product_id: z.string().nullable(),
  product_title: z.string().nullable(),
  product_thumbnail: z.string().nullable(),
  /** Null until the listing's stock was first computed. */
  stock_state: aspectState.nullable(),
  desired: z.int().nullable(),
  desired_at: moment.nullable(),
  accepted: z.int().nullable(),
  accepted_at: moment.nullable(),
  accepted_push_id: ledgerId.nullable(),
  changed_at: moment.nullable(),
  retry_at: moment.nullable(),
  attempts: z.int().nullable(),
  refusal_code: z.string().nullable(),
  refusal: z.string().nullable(),
  /** What the marketplace showed when this listing's figure was last read back; null before it was. */
  shown: z.int().nullable(),
  shown_at: moment.nullable(),
  /** Why it shows another figure than it accepted; null where it does not. */
  drift: z.enum(driftKinds).nullable(),
  drift_at: moment.nullable(),
  /** Since when it is off sale by the rule for what is sold out; null where that did not take it off. */
  off_sale_since: moment.nullable(),
  /** How taking it off sale or putting it back stands; null where that rule never had to do with it. */
  offer_state: aspectState.nullable(),
  /** Whether it is to be on sale, and since when; null as before. */
  offer_wanted: z.boolean().nullable(),
  offer_wanted_at: moment.nullable(),
  /** Why the marketplace would not take it off sale, or put it back. */
  offer_refusal: z.string().nullable(),
  /** The listing is paused by itself: its figure is computed, and not sent. */
  paused: z.boolean(),
  /** Until when pieces of it are held back; null where none are. */
  held_until: moment.nullable(),
})

export type Listing = z.output<typeof listing>

export interface ListingSearch {
  q?: string | undefined
  channel_id?: string | undefined
  variant_id?: string | undefined
  product_id?: string | undefined
  /** A part of the listing's variant. */
  inventory_item_id?: string | undefined
  filter: ListingFilter
}

const columns = `
  l.id::text, l.channel_id, c.name as channel_name, c.marketplace, l.external_id, l.external_product_id, l.barcode,
  l.sku, l.title, l.image_url, l.url, l.remote_state, l.pushable, l.remote_quantity, l.remote_price::text, l.currency,
  l.seen_at, l.variant_id, l.mapped_by, v.title as variant_title, v.sku as variant_sku, p.id as product_id,
  p.title as product_title, p.thumbnail as product_thumbnail, a.state as stock_state, (a.desired)::int as desired,
  a.desired_at, (a.accepted)::int as accepted, a.accepted_at, a.accepted_push_id::text, a.changed_at, a.retry_at,
  a.attempts, a.refusal_code, a.refusal, (a.shown)::int as shown, a.shown_at, a.drift, a.drift_at,
  case when o.accepted = 'false' then o.accepted_at end as off_sale_since, o.state as offer_state,
  (o.desired)::boolean as offer_wanted, o.desired_at as offer_wanted_at, o.refusal as offer_refusal,
  coalesce(r.paused, false) as paused, case when r.hold_until > now() then r.hold_until end as held_until`

const sources = `
  from ledger.listing l
  join public.channel c on c.id = l.channel_id and c.deleted_at is null
  left join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock'
  left join ledger.aspect o on o.listing_id = l.id and o.aspect = 'offer'
  left join ledger.listing_rule r on r.listing_id = l.id
  left join public.product_variant v on v.id = l.variant_id and v.deleted_at is null
  left join public.product p on p.id = v.product_id and p.deleted_at is null`

const filterConditions: Record<ListingFilter, string | null> = {
  all: null,
  unmapped: "l.variant_id is null",
  refused: "(a.state = 'refused' or o.state = 'refused')",
  drifting: "a.drift is not null",
  due: "a.state in ('due', 'sent', 'unknown')",
  settled: "a.state = 'settled' and l.variant_id is not null",
  off_sale: "o.accepted = 'false'",
}

/** Listings of channels that still exist, in the order they were first seen. */
export async function findListings(sql: Sql, search: ListingSearch, page: Page): Promise<Counted<Listing>> {
  const { where, parameters } = conditionsOf(search)
  const next = parameters.length
  const [rows, counts] = await Promise.all([
    sql.query<Listing>(
      `select ${columns} ${sources} ${where} order by l.id limit $${next + 1} offset $${next + 2}`,
      [...parameters, page.limit, page.offset],
    ),
    sql.query<{ count: number }>(`select count(*)::int as count ${sources} ${where}`, parameters),
  ])
  return { rows, count: counts[0]?.count ?? 0 }
}

export async function findListing(sql: Sql, id: string): Promise<Listing | undefined> {
  const rows = await sql.query<Listing>(`select ${columns} ${sources} where l.id = $1`, [id])
  return rows[0]
}

/** Pure: the search as SQL, with every value a parameter. */
export function conditionsOf(search: ListingSearch): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = []
  const take = (value: unknown) => `$${parameters.push(value)}`
  const conditions = [
    filterConditions[search.filter],
    search.channel_id === undefined ? null : `l.channel_id = ${take(search.channel_id)}`,
    search.variant_id === undefined ? null : `l.variant_id = ${take(search.variant_id)}`,
    search.product_id === undefined ? null : `v.product_id = ${take(search.product_id)}`,
    search.inventory_item_id === undefined ? null : madeOf(take(search.inventory_item_id)),
    search.q === undefined ? null : textCondition(take(likePattern(search.q))),
  ].filter((condition) => condition !== null)
  return { where: conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`, parameters }
}

const madeOf = (item: string) =>
  `l.variant_id in (select variant_id from public.product_variant_inventory_item where inventory_item_id = ${item} and deleted_at is null)`

const textCondition = (pattern: string) =>
  `(l.title ilike ${pattern} or l.sku ilike ${pattern} or l.barcode ilike ${pattern} or l.external_id ilike ${pattern})`

/** Finds the text anywhere; what has a meaning in a pattern stands for itself. */
export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`
