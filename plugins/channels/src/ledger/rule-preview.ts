import type { Sql } from "./data-source"
import { figuresOf, storedRules, type RuleSources } from "./figures"
import type { ListingRules } from "./listing-rules"
import { offered } from "./desired-stock"

/** Rules that are tried and not saved. */
export type Candidate =
  /** Columns of a channel; what is left out stays as it is. */
  | { channelId: string; rules: Record<string, unknown> }
  | { channelId: string; listingId: string; rules: ListingRules }

export interface PreviewRow {
  listing_id: string
  sku: string | null
  title: string
  /** What the figure is compared with; null where there is none yet. */
  now: number | null
  then: number | null
  /** What becomes of the figure. */
  kind: ChangeKind
  /** What becomes of the listing by the rule for what is sold out; null where nothing does. */
  offer: OfferChange | null
}

/** `falls` stays above zero. */
export type ChangeKind = "to_zero" | "falls" | "rises" | "stays"
export type OfferChange = "ends" | "returns"

export interface Preview {
  listings: number
  rises: number
  falls: number
  to_zero: number
  stays: number
  /** They go off sale, or come back, whatever becomes of their figure. */
  ends: number
  returns: number
  /** The first of those that change: first what goes to zero, then what falls, rises, and only goes off sale or comes back. */
  rows: PreviewRow[]
}

/** What figures are compared with. */
type Comparison =
  /** What listings should show by the rules as they are. */
  | "desired"
  /** What the marketplace shows, as far as it told: of what a comparison would send. */
  | "shown"

/** In SQL: the figure before, and when it stays whatever becomes of it. */
const comparisons: Record<Comparison, { now: string; stays: string }> = {
  desired: { now: "(a.desired)::int", stays: "false" },
  // A paused listing is not sent, and a refused figure not sent again.
  shown: {
    now: "coalesce((a.accepted)::int, l.remote_quantity)",
    stays: "f.paused or (a.state = 'refused' and f.desired is not distinct from a.desired)",
  },
}

const listingsPerSlice = 20_000
const mostRows = 50

const kinds: ChangeKind[] = ["to_zero", "falls", "rises", "stays"]
const offerChanges: OfferChange[] = ["ends", "returns"]
const counts = [...kinds, ...offerChanges]

type Slice = Preview & { last_listing_id: string | null }

/** What would become of every figure under other rules: the statement that computes them, without the part that writes. */
export const previewRules = (sql: Sql, candidate: Candidate, maxByMarketplace: Record<string, number>) =>
  previewFigures(sql, candidate, { maxByMarketplace, against: "desired" })

/** What a full comparison of a channel would have the marketplace show, by the rules as they are. */
export const previewSync = (sql: Sql, channelId: string, maxByMarketplace: Record<string, number>) =>
  previewFigures(sql, { channelId, rules: {} }, { maxByMarketplace, against: "shown" })

interface How {
  maxByMarketplace: Record<string, number>
  against: Comparison
}

async function previewFigures(sql: Sql, candidate: Candidate, how: How): Promise<Preview> {
  const total: Preview = {
    listings: 0,
    rises: 0,
    falls: 0,
    to_zero: 0,
    stays: 0,
    ends: 0,
    returns: 0,
    rows: [],
  }
  const rows: PreviewRow[] = []
  let after: string | null = "0"
  while (after !== null) {
    const slice: Slice | undefined = await previewSlice(sql, candidate, { ...how, after })
    for (const count of ["listings", ...counts] as const) {
      total[count] += slice?.[count] ?? 0
    }
    rows.push(...(slice?.rows ?? []))
    after = slice?.last_listing_id ?? null
  }
  const first = kinds.flatMap((kind) => rows.filter((row) => row.kind === kind)).slice(0, mostRows)
  return { ...total, rows: first }
}

async function previewSlice(
  sql: Sql,
  candidate: Candidate,
  { after, maxByMarketplace, against }: How & { after: string },
): Promise<Slice | undefined> {
  const { filter, sources, rules } = scopeOf(candidate)
  const { now, stays } = comparisons[against]
  const slices = await sql.query<Slice>(
    `with ${figuresOf(filter, { rules: sources })}, compared as (
       select id, now, "then",
         case when stays or "then" is null or offered <> ends then null when ends then 'ends' else 'returns' end as offer,
         case when stays or "then" is null or "then" is not distinct from now then 'stays' when "then" = 0 then 'to_zero'
           when "then" < now then 'falls' else 'rises' end as kind
       from (
         select f.id, ${now} as now, (f.desired)::int as "then", coalesce(${stays}, false) as stays,
           f.desired = '0' and f.when_sold_out = 'end' as ends,
           coalesce((o.accepted)::boolean, true) as offered
         from figure f
         join ledger.listing l on l.id = f.id
         left join ledger.aspect a on a.listing_id = f.id and a.aspect = 'stock'
         left join ledger.aspect o on o.listing_id = f.id and o.aspect = 'offer') f
     ), shown as (
       select * from compared where kind <> 'stays' or offer is not null
       order by array_position(array['${kinds.join("', '")}'], kind), id limit ${mostRows}
     )
     select count(*)::int as listings, max(id) as last_listing_id,
       ${kinds.map((kind) => `count(*) filter (where kind = '${kind}')::int as ${kind}`).join(", ")},
       ${offerChanges.map((change) => `count(*) filter (where offer = '${change}')::int as ${change}`).join(", ")},
       (select coalesce(jsonb_agg(jsonb_build_object('listing_id', s.id::text, 'sku', l.sku, 'title', l.title,
           'now', s.now, 'then', s."then", 'kind', s.kind, 'offer', s.offer)), '[]')
         from shown s join ledger.listing l on l.id = s.id) as rows
     from compared`,
    [JSON.stringify(maxByMarketplace), candidate.channelId, after, listingsPerSlice, JSON.stringify(rules)],
  )
  return slices[0]
}

function scopeOf(candidate: Candidate): { filter: string; sources: RuleSources; rules: unknown } {
  const slice = `${offered} and l.channel_id = $2 and l.id > $3`
  const end = `order by l.id limit $4`
  if ("listingId" in candidate) {
    const listings = `(select * from jsonb_populate_record(null::ledger.listing_rule, $5::jsonb))`
    return {
      filter: `${slice} and l.id = ($5::jsonb ->> 'listing_id')::bigint ${end}`,
      sources: { ...storedRules, listings },
      rules: { ...candidate.rules, listing_id: candidate.listingId },
    }
  }
  const channels = `(select p.* from public.channel known
         cross join lateral jsonb_populate_record(known, $5::jsonb) p where known.id = $2)`
  return { filter: `${slice} ${end}`, sources: { ...storedRules, channels }, rules: candidate.rules }
}
