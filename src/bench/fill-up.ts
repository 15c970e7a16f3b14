import { createListings, createProducts, type Range } from "../stage/catalogue"
import type { Shop } from "../stage/shop"
import { until } from "../stage/until"

/** Listings that already show what they should: the marketplace is not asked about them. */
export async function fillUp({ db, channelIds }: Shop, range: Range, stocked: number): Promise<void> {
  const channelId = channelIds.get("TR") ?? ""
  await createProducts(db, range, stocked)
  await until("the new items' marks to be worked off", 120_000, async () => {
    const { rows } = await db.query(`select 1 from ledger.dirty limit 1`)
    return rows.length === 0
  })
  await db.query("begin")
  await createListings(db, range, channelId)
  await db.query(
    `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, accepted, accepted_at)
     select l.id, 'stock', l.channel_id, 'settled', to_jsonb($1::int), now(), to_jsonb($1::int), now()
     from ledger.listing l left join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock'
     where a.listing_id is null`,
    [stocked],
  )
  await db.query("commit")
  await db.query("vacuum analyze")
}
