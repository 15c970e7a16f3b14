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
  /** What the listing should show now; null before it was computed. */
  now: number | null
  then: number | null
  kind: ChangeKind
}

/** `falls` stays above zero. */
export type ChangeKind = "to_zero" | "falls" | "rises"

export interface Preview {
  listings: number
  rises: number
  falls: number
  to_zero: number
  stays: number
  /** The first of those that change: first what goes to zero, then what falls, then what rises. */
  rows: PreviewRow[]
}

const listingsPerSlice = 20_000
const mostRows = 50

const kinds: ChangeKind[] = ["to_zero", "falls", "rises"]

type Slice = Preview & { last_listing_id: string | null }

/** What would become of every figure under other rules: the statement that computes them, without the part that writes. */
export async function previewRules(
  sql: Sql,
  candidate: Candidate,
  maxByMarketplace: Record<string, number>,
): Promise<Preview> {
  const total: Preview = { listings: 0, rises: 0, falls: 0, to_zero: 0, stays: 0, rows: [] }
  const rows: PreviewRow[] = []
  let after: string | null = "0"
  while (after !== null) {
    const slice: Slice | undefined = await previewSlice(sql, candidate, { after, maxByMarketplace })
    for (const count of ["listings", "rises", "falls", "to_zero", "stays"] as const) {
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
  { after, maxByMarketplace }: { after: string; maxByMarketplace: Record<string, number> },
): Promise<Slice | undefined> {
  const { filter, sources, rules } = scopeOf(candidate)
  const slices = await sql.query<Slice>(
    `with ${figuresOf(filter, sources)}, compared as (
       select f.id, (a.desired)::int as now, (f.desired)::int as "then",
         case when f.desired is null or f.desired is not distinct from a.desired then 'stays'
           when f.desired = '0' then 'to_zero'
           when (f.desired)::int < (a.desired)::int then 'falls' else 'rises' end as kind
       from figure f left join ledger.aspect a on a.listing_id = f.id and a.aspect = 'stock'
     ), shown as (
       select * from compared where kind <> 'stays'
       order by array_position(array['${kinds.join("', '")}'], kind), id limit ${mostRows}
     )
     select count(*)::int as listings, max(id) as last_listing_id,
       ${[...kinds, "stays"].map((kind) => `count(*) filter (where kind = '${kind}')::int as ${kind}`).join(", ")},
       (select coalesce(jsonb_agg(jsonb_build_object('listing_id', s.id::text, 'sku', l.sku, 'title', l.title,
           'now', s.now, 'then', s."then", 'kind', s.kind)), '[]')
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
