import type { Sql } from "../data-source"
import { publishRules } from "./decided"
import type { Explanation } from "./explanation-shape"
import { findListing, type Listing } from "./listings"
import { findPush } from "./pushes"
import { sumUp } from "./publishable"
import { findRules, type UnknownBecause } from "./rules-in-force"
import { reservationsOf, stockOf, type StockRow } from "./stock-picture"

/** `marketplaceMax` tells the largest quantity that a marketplace takes. */
export async function explainListing(
  sql: Sql,
  listingId: string,
  marketplaceMax: (marketplace: string) => number,
): Promise<Explanation | undefined> {
  const found = await findListing(sql, listingId)
  const channel = found && (await channelOf(sql, found.channel_id))
  const inForce =
    found && (await findRules(sql, listingId, { [found.marketplace]: marketplaceMax(found.marketplace) }))
  if (!channel || !inForce) return undefined
  const managed = await isManaged(sql, found.variant_id)
  const stock = managed ? await stockOf(sql, found.variant_id, channel.sales_channel_id) : []
  const locations = byLocation(stock)
  const counted = locations.filter((location) => location.counts).map((location) => location.components)
  const [reservations, answers] = await Promise.all([reservationsOf(sql, stock), answersOf(sql, found)])
  const { rule, kit_refusal, rules } = inForce
  return {
    listing: found,
    rules,
    channel_state: channel.state,
    withheld: withheldBecause(found, managed, rule),
    kit_refusal,
    locations,
    reservations: reservations.rows,
    reservation_count: reservations.count,
    sum: managed && rule === null ? sumUp(counted, publishRules(rules)) : null,
    ...answers,
  }
}

/** Pure. Stock decides only for a listing that is mapped, taken by the marketplace, and managed by us. */
function withheldBecause(
  found: Listing,
  managed: boolean | undefined,
  rule: UnknownBecause | null,
): Explanation["withheld"] {
  if (found.variant_id === null) return "not_mapped"
  if (managed === undefined) return "variant_deleted"
  if (!found.pushable) return "not_pushable"
  return rule
}

function byLocation(rows: StockRow[]): Explanation["locations"] {
  const locations = new Map<string, Explanation["locations"][number]>()
  for (const { location_id, location_name, kept, ...component } of rows) {
    const known = locations.get(location_id) ?? {
      location_id,
      location_name,
      counts: true,
      components: [],
    }
    known.components.push(component)
    known.counts &&= kept
    locations.set(location_id, known)
  }
  return [...locations.values()]
}

async function channelOf(
  sql: Sql,
  channelId: string,
): Promise<{ sales_channel_id: string; state: "active" | "paused" } | undefined> {
  const rows = await sql.query<{ sales_channel_id: string; state: "active" | "paused" }>(
    `select sales_channel_id, state from public.channel where id = $1`,
    [channelId],
  )
  return rows[0]
}

/** Does Medusa keep stock of what this variant is made of? Undefined when the variant is gone. */
async function isManaged(sql: Sql, variantId: string | null): Promise<boolean | undefined> {
  if (variantId === null) return undefined
  const rows = await sql.query<{ managed: boolean }>(
    `select v.manage_inventory and exists (
       select from public.product_variant_inventory_item r where r.variant_id = v.id and r.deleted_at is null
     ) as managed
     from public.product_variant v where v.id = $1 and v.deleted_at is null`,
    [variantId],
  )
  return rows[0]?.managed
}

async function answersOf(
  sql: Sql,
  found: Listing,
): Promise<Pick<Explanation, "accepted_push" | "last_answer">> {
  const [accepted, answers] = await Promise.all([
    found.accepted_push_id === null ? undefined : findPush(sql, found.channel_id, found.accepted_push_id),
    sql.query<NonNullable<Explanation["last_answer"]>>(
      `select push_id::text, listing_id::text, external_id, $2::text as title, (value)::int as value, outcome, code,
         message, created_at
       from ledger.push_item where listing_id = $1 and jsonb_typeof(value) = 'number' order by push_item.push_id desc limit 1`,
      [found.id, found.title],
    ),
  ])
  return { accepted_push: accepted ?? null, last_answer: answers[0] ?? null }
}
