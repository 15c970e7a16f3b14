import type { Sql } from "../data-source"
import { answersAt, offerAt } from "./answers-at"
import { readDecided } from "./decided"
import type { ExplanationAt } from "./explanation-at-shape"
import { findListing, type Listing } from "./listings"
import { recipeAt, reservationsAt, stockAt, type PlaceAt, type RecipePart } from "./stock-at"
import { completeSince, databaseTime } from "./stock-history"
import { setsOfPlaces } from "./stock-history-sets"

/** Why a moment cannot be explained. */
export interface Unexplained {
  because: "future" | "before_listing" | "before_record"
  /** The moment that decides it. */
  limit: Date
}

/** Undefined when there is no such listing. */
export async function explainListingAt(
  sql: Sql,
  listingId: string,
  at: Date,
): Promise<ExplanationAt | Unexplained | undefined> {
  const found = await findListing(sql, listingId)
  const facts = found && (await factsOf(sql, found, at))
  if (!facts) return undefined
  const { now, created_at, stock: knownSince } = facts
  if (at > now) return { because: "future", limit: now }
  if (at < created_at) return { because: "before_listing", limit: created_at }
  if (at < knownSince) return { because: "before_record", limit: knownSince }
  return pictureAt(sql, found, { ...facts, at, knownSince })
}

interface Facts {
  sales_channel_id: string
  created_at: Date
  variant: ExplanationAt["variant"]
  now: Date
  /** Since when each record is complete. */
  stock: Date
  mapping: Date
  decision: Date
}

async function factsOf(sql: Sql, found: Listing, at: Date): Promise<Facts | undefined> {
  const [rows, now, stock, mapping, decision] = await Promise.all([
    sql.query<Pick<Facts, "sales_channel_id" | "created_at" | "variant">>(
      `select c.sales_channel_id, l.created_at, case when v.id is not null then
         jsonb_build_object('id', v.id, 'title', v.title, 'sku', v.sku) end as variant
       from ledger.listing l
       join public.channel c on c.id = l.channel_id
       left join lateral (
         select id, variant_before from ledger.mapping
         where listing_id = l.id and changed_at > $2 order by id limit 1) later on true
       left join public.product_variant v
         on v.id = case when later.id is null then l.variant_id else later.variant_before end
       where l.id = $1`,
      [found.id, at],
    ),
    databaseTime(sql),
    completeSince(sql, "stock_movement"),
    completeSince(sql, "mapping"),
    completeSince(sql, "decision"),
  ])
  const [row] = rows
  return row && { ...row, now, stock, mapping, decision }
}

async function pictureAt(
  sql: Sql,
  found: Listing,
  facts: Facts & { at: Date; knownSince: Date },
): Promise<ExplanationAt> {
  const { at, variant, sales_channel_id: salesChannelId } = facts
  const recipe = variant ? await recipeAt(sql, variant.id, at) : { parts: [], known: true }
  const items = recipe.parts.map((part) => part.inventory_item_id)
  const places = items.length > 0 ? await stockAt(sql, { salesChannelId, items, at }) : []
  const locations = [...new Set(places.map((place) => place.location_id))]
  const [reservations, decision, answers, offer] = await Promise.all([
    items.length > 0 ? reservationsAt(sql, { items, locations, at }) : { rows: [], count: 0 },
    decisionAt(sql, found.id, at),
    answersAt(sql, found, at),
    offerAt(sql, found.id, at),
  ])
  const stock = stockOf(places, recipe.parts)
  const { id, channel_id, channel_name, marketplace, external_id, title, sku, image_url, url } = found
  return {
    at,
    known_since: facts.knownSince,
    listing: { id, channel_id, channel_name, marketplace, external_id, title, sku, image_url, url },
    variant,
    locations: byLocation(places, recipe.parts),
    reservations: reservations.rows,
    reservation_count: reservations.count,
    stock,
    decision: decision ? readDecision(decision, stock?.on_hand ?? 0) : null,
    ...answers,
    offer,
    untold: [
      ...(at < facts.mapping ? (["mapping"] as const) : []),
      ...(recipe.known ? [] : (["recipe"] as const)),
      ...(decision || at >= facts.decision ? [] : (["decision"] as const)),
      "read_mark",
    ],
  }
}

const countsOf = (places: PlaceAt[], parts: RecipePart[]) => (locationId: string) =>
  parts.every((part) =>
    places.some(
      (place) =>
        place.location_id === locationId && place.inventory_item_id === part.inventory_item_id && place.kept,
    ),
  )

/** Pure: over the locations that keep every component. */
function stockOf(places: PlaceAt[], parts: RecipePart[]): ExplanationAt["stock"] {
  if (parts.length === 0) return null
  const required = new Map(parts.map((part) => [part.inventory_item_id, part.required_quantity]))
  const counts = countsOf(places, parts)
  const counted = places.filter((place) => counts(place.location_id))
  const on_hand = setsOfPlaces(counted, required, (place) => place.stocked)
  const available = setsOfPlaces(counted, required, (place) => place.stocked - place.reserved)
  return { on_hand, reserved: on_hand - available, available }
}

function byLocation(places: PlaceAt[], parts: RecipePart[]): ExplanationAt["locations"] {
  const counts = countsOf(places, parts)
  return [...new Set(places.map((place) => place.location_id))].map((location_id) => {
    const here = places.filter((place) => place.location_id === location_id)
    return {
      location_id,
      location_name: here[0]?.location_name ?? location_id,
      counts: counts(location_id),
      components: parts.flatMap((part) => {
        const place = here.find((one) => one.inventory_item_id === part.inventory_item_id)
        if (!place) return []
        const { stocked, reserved } = place
        return [{ ...part, stocked, reserved, available: stocked - reserved }]
      }),
    }
  })
}

interface StoredDecision {
  decided_at: Date
  desired: number | null
  reason: unknown
}

async function decisionAt(sql: Sql, listingId: string, at: Date): Promise<StoredDecision | undefined> {
  const rows = await sql.query<StoredDecision>(
    `select decided_at, desired, reason from ledger.decision
     where listing_id = $1 and decided_at <= $2 order by decided_at desc limit 1`,
    [listingId, at],
  )
  return rows[0]
}

/** What was available is the decision's own figure; what lay on the shelves it does not say. */
function readDecision(stored: StoredDecision, onHand: number): NonNullable<ExplanationAt["decision"]> {
  const { decided_at, desired } = stored
  const { rule, rules, sum } = readDecided(stored.reason)
  return {
    decided_at,
    desired,
    withheld: rule,
    rules,
    sum: sum && { on_hand: onHand, reserved: onHand - sum.in_all, ...sum },
  }
}
