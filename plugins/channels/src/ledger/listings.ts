import type { RemoteListing } from "../contract"
import type { Sql } from "./data-source"

/**
 * Adds or refreshes what the marketplace lists. The mapping of a known listing is never touched. What is off sale because it
 * was taken off sale here can be pushed all the same: its figure is followed, so that it is put back in time.
 */
export async function upsertListings(
  sql: Sql,
  channelId: string,
  { listings, readSince }: { listings: RemoteListing[]; readSince: Date },
): Promise<void> {
  await sql.query(
    `insert into ledger.listing as known
       (channel_id, external_id, external_product_id, barcode, sku, title, image_url, url, remote_state, pushable,
        remote_quantity, remote_price, currency)
     select distinct on ("externalId") $1, "externalId", "externalProductId", barcode, sku, title, "imageUrl", url,
       "remoteState", pushable or ("offSale" is true and ${takenOffHere}), quantity, price::numeric, currency
     from jsonb_to_recordset($2::jsonb) as seen
       ("externalId" text, "externalProductId" text, barcode text, sku text, title text, "imageUrl" text, url text,
        "remoteState" text, pushable boolean, "offSale" boolean, quantity int, price text, currency text)
     on conflict (channel_id, external_id) do update set
       external_product_id = excluded.external_product_id, barcode = excluded.barcode, sku = excluded.sku,
       title = excluded.title, image_url = excluded.image_url, url = excluded.url, remote_state = excluded.remote_state,
       pushable = excluded.pushable, remote_quantity = excluded.remote_quantity, remote_price = excluded.remote_price,
       currency = excluded.currency, seen_at = now(), updated_at = now()`,
    [channelId, JSON.stringify(listings), readSince],
  )
  await noteBackOnSale(sql, channelId, { listings, readSince })
}

/** Was the listing of this row taken off sale here, or taken off or put back since the list began to be read? */
const takenOffHere = `exists (
         select from ledger.listing l join ledger.aspect o on o.listing_id = l.id and o.aspect = 'offer'
         where l.channel_id = $1 and l.external_id = "externalId"
           and (o.accepted = 'false' or o.state in ('sent', 'unknown') or o.accepted_at > $3))`

/** What was taken off sale here and is on sale there has been put back by hand: the rule, where it stands, ends it again. */
async function noteBackOnSale(
  sql: Sql,
  channelId: string,
  { listings, readSince }: { listings: RemoteListing[]; readSince: Date },
): Promise<void> {
  const shown = listings.filter(({ pushable }) => pushable).map(({ externalId }) => externalId)
  await sql.query(
    `with back as (
       update ledger.aspect o set accepted = 'true', accepted_at = clock_timestamp(),
         state = case when o.desired = 'false' then 'due' else 'settled' end, refusal_code = null, refusal = null
       from ledger.listing l
       where l.channel_id = $1 and l.external_id = any($2::text[]) and o.listing_id = l.id and o.aspect = 'offer'
         and o.accepted = 'false' and o.accepted_at < $3 and o.state not in ('sent', 'unknown')
       returning o.listing_id, o.state
     )
     insert into ledger.drift (channel_id, listing_id, kind, repair)
     select $1, listing_id, 'put_back', case state when 'due' then 'pushed' else 'reported' end from back`,
    [channelId, shown, readSince],
  )
}

/** The database's time, which `seen_at` is written with. */
export async function readingBegins(sql: Sql): Promise<Date> {
  const rows = await sql.query<{ now: Date }>(`select now()`)
  return rows[0]?.now ?? new Date(0)
}

/** Listings that a complete reading did not bring are gone from the marketplace: they stay, but are not pushed. */
export async function retireUnseen(sql: Sql, channelId: string, readingBegan: Date): Promise<void> {
  await sql.query(
    `update ledger.listing set pushable = false, remote_state = 'gone', updated_at = now()
     where channel_id = $1 and seen_at < $2 and remote_state <> 'gone'`,
    [channelId, readingBegan],
  )
}

/** What can no longer be pushed wants nothing; what can be pushed again is recomputed. */
export async function alignPushability(sql: Sql, channelId: string): Promise<void> {
  await sql.query(
    `with stopped as (
       update ledger.aspect a set desired = null, version = version + 1, reason = '{"rule": "not_pushable"}',
         state = case when a.state in ('sent', 'unknown') then a.state else 'settled' end
       from ledger.listing l
       where l.id = a.listing_id and l.channel_id = $1 and not l.pushable and a.desired is not null
         and a.aspect = 'stock'
     )
     insert into ledger.dirty (variant_id)
     select distinct l.variant_id from ledger.listing l
     left join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock'
     where l.channel_id = $1 and l.pushable and l.variant_id is not null
       and (a.listing_id is null or a.reason ->> 'rule' in ('not_pushable', 'not_mapped'))`,
    [channelId],
  )
}

/**
 * Maps listings that have no variant: by barcode (a variant's barcode, EAN or UPC), then by the seller's SKU. Only where
 * exactly one variant fits; two candidates are a person's decision. Returns how many were mapped.
 */
export async function mapAutomatically(sql: Sql, channelId: string): Promise<number> {
  const rows = await sql.query<{ mapped: string }>(
    `with open as (
       select id, barcode, sku from ledger.listing where channel_id = $1 and variant_id is null
     ), candidate as (
       select o.id as listing_id, v.id as variant_id, 'barcode' as by
       from open o join public.product_variant v on v.deleted_at is null and o.barcode in (v.barcode, v.ean, v.upc)
       union all
       select o.id, v.id, 'sku' from open o join public.product_variant v on v.deleted_at is null and v.sku = o.sku
     ), best as (
       select listing_id, min(by) as by from candidate group by 1
     ), single as (
       select c.listing_id, min(c.variant_id) as variant_id, b.by
       from candidate c join best b on b.listing_id = c.listing_id and b.by = c.by
       group by c.listing_id, b.by having count(distinct c.variant_id) = 1
     ), mapped as (
       update ledger.listing l set variant_id = s.variant_id, mapped_by = s.by, updated_at = now()
       from single s where l.id = s.listing_id returning l.variant_id
     ), marked as (
       insert into ledger.dirty (variant_id) select distinct variant_id from mapped
     )
     select count(*) as mapped from mapped`,
    [channelId],
  )
  return Number(rows[0]?.mapped ?? 0)
}

/** Sets or clears a listing's variant by hand; the figure it should show is recomputed. Undefined when there is no such listing. */
export async function mapListing(
  sql: Sql,
  listingId: string,
  variantId: string | null,
  by: "manual",
): Promise<{ channel_id: string } | undefined> {
  const rows = await sql.query<{ channel_id: string }>(
    `with mapped as (
       update ledger.listing set variant_id = $2, mapped_by = case when $2::text is null then null else $3 end, updated_at = now()
       where id = $1 returning id, channel_id
     ), marked as (
       insert into ledger.dirty (variant_id) select $2 from mapped where $2::text is not null
     ), cleared as (
       update ledger.aspect set desired = null, reason = '{"rule": "not_mapped"}', version = version + 1,
         state = case when state in ('sent', 'unknown') then state else 'settled' end
       where listing_id in (select id from mapped) and $2::text is null and aspect = 'stock'
     )
     select channel_id from mapped`,
    [listingId, variantId, by],
  )
  return rows[0]
}

/** Has what these listings should show computed again. */
export async function markListingsDirty(sql: Sql, channelId: string, externalIds: string[]): Promise<void> {
  await sql.query(
    `insert into ledger.dirty (variant_id)
     select distinct variant_id from ledger.listing
     where channel_id = $1 and external_id = any($2::text[]) and variant_id is not null`,
    [channelId, externalIds],
  )
}

export interface ListingTarget {
  external_id: string
  variant_id: string | null
}

/** Which variant stands behind each of these listings of a channel. */
export async function variantsOfListings(
  sql: Sql,
  channelId: string,
  externalIds: string[],
): Promise<ListingTarget[]> {
  return sql.query<ListingTarget>(
    `select external_id, variant_id from ledger.listing where channel_id = $1 and external_id = any($2::text[])`,
    [channelId, externalIds],
  )
}
