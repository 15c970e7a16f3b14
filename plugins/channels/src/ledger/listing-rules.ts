import type { Sql } from "./data-source"
import type { BoundRules } from "../engine/stock/rules"

/** A listing's own rules: null is the channel's. A hold lasts until `hold_until`; null units hold everything. */
export interface ListingRules {
  share_percent: number | null
  buffer: number | null
  buffer_percent: number | null
  buffer_mode: "fixed" | "measured" | null
  oversell_chance: number | null
  minimum: number | null
  cap: number | null
  when_sold_out: "zero" | "end" | null
  hold_units: number | null
  hold_until: Date | null
  hold_reason: string | null
  /** Its figure is computed, and not sent. */
  paused: boolean
}

/** The rules of a listing that has none of its own. */
export const noListingRules: ListingRules = {
  share_percent: null,
  buffer: null,
  buffer_percent: null,
  buffer_mode: null,
  oversell_chance: null,
  minimum: null,
  cap: null,
  when_sold_out: null,
  hold_units: null,
  hold_until: null,
  hold_reason: null,
  paused: false,
}

const ruleNames = Object.keys(noListingRules) as (keyof ListingRules)[]

/** True of an aspect `a` whose listing is not paused by itself: only such are sent. */
export const notPaused = `not exists (
  select from ledger.listing_rule own where own.listing_id = a.listing_id and own.paused)`

export interface KnownRules {
  rules: ListingRules
  updated_at: Date
  updated_by: string | null
}

/** Undefined when the listing goes by its channel's rules alone. A hold that has ended counts for none. */
export async function findListingRules(sql: Sql, listingId: string): Promise<KnownRules | undefined> {
  const rows = await sql.query<ListingRules & Omit<KnownRules, "rules">>(
    `select ${ruleNames.filter((name) => !name.startsWith("hold_")).join(", ")}, updated_at, updated_by,
       case when hold_until > now() then hold_units end as hold_units,
       case when hold_until > now() then hold_until end as hold_until,
       case when hold_until > now() then hold_reason end as hold_reason
     from ledger.listing_rule where listing_id = $1`,
    [listingId],
  )
  const [row] = rows
  if (!row) return undefined
  const { updated_at, updated_by, ...rules } = row
  return { rules, updated_at, updated_by }
}

/** A trigger marks the listing's variant, so that its figure is computed again. */
export async function setListingRules(
  sql: Sql,
  listingId: string,
  { rules, by }: { rules: ListingRules; by: string | null },
): Promise<void> {
  const columns = ruleNames.join(", ")
  await sql.query(
    `insert into ledger.listing_rule (listing_id, ${columns}, updated_by)
     select $1, ${columns}, $3 from jsonb_populate_record(null::ledger.listing_rule, $2::jsonb)
     on conflict (listing_id) do update set ${ruleNames.map((name) => `${name} = excluded.${name}`).join(", ")},
       updated_at = clock_timestamp(), updated_by = excluded.updated_by`,
    [listingId, JSON.stringify(rules), by],
  )
}

/** Back to the channel's rules. */
export async function clearListingRules(sql: Sql, listingId: string): Promise<void> {
  await sql.query(`delete from ledger.listing_rule where listing_id = $1`, [listingId])
}

/** Takes away the holds whose time is over; the trigger has their listings computed again. Returns how many there were. */
export async function endHolds(sql: Sql): Promise<number> {
  const rows = await sql.query<{ ended: number }>(
    `with ended as (
       update ledger.listing_rule set hold_units = null, hold_until = null, hold_reason = null
       where listing_id in (
         select listing_id from ledger.listing_rule where hold_until <= now() for update skip locked)
       returning 1
     ) select count(*)::int as ended from ended`,
  )
  return rows[0]?.ended ?? 0
}

export interface Offender extends BoundRules {
  title: string
}

/** A listing whose own rules contradict these rules of its channel. */
export async function findOffender(
  sql: Sql,
  channelId: string,
  channel: BoundRules,
): Promise<Offender | undefined> {
  const rows = await sql.query<Offender>(
    `select * from (
       select l.title, coalesce(r.share_percent, $2::int) as share_percent, coalesce(r.minimum, $3::int) as minimum,
         coalesce(r.cap, $4::int) as cap
       from ledger.listing_rule r join ledger.listing l on l.id = r.listing_id
       where l.channel_id = $1 and num_nonnulls(r.share_percent, r.minimum, r.cap) > 0
     ) own
     where minimum > 0 and share_percent = 0 or cap < minimum limit 1`,
    [channelId, channel.share_percent, channel.minimum, channel.cap],
  )
  return rows[0]
}
