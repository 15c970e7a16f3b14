import type { DataSource } from "typeorm"
import type { OfferWrite } from "../contract"
import type { ClaimedOffers, OfferClaim, OfferLedger, OfferScope } from "../engine/offers/offer-ledger"
import { fingerprintOf } from "../engine/stock/fingerprint"
import { brakeOf, passesBrake, undecided, type HeldAfter } from "./brakes"
import type { Sql } from "./data-source"
import { notPaused } from "./listing-rules"
import { createPushLedger } from "./push-ledger"
import { insertPush, openOfferPushes } from "./pushes"

/**
 * Whether a listing is on sale is an aspect like its stock, in the states of `aspects.ts`: `false` once it is taken off sale
 * by the rule for what is sold out. A listing without this aspect, or with nothing accepted of it, is on sale as it was found.
 *
 * | its stock                       | it is on sale            | it is off sale |
 * | zero accepted, under the rule   | is taken off             | stays off      |
 * | zero wanted, under the rule     | waits for zero to be taken | stays off    |
 * | above zero, or another rule     | –                        | is put back    |
 * | nothing wanted (not mapped, …)  | –                        | stays off      |
 */

/** Of a stock aspect `s`: sold out, under the rule that takes it off sale for that. */
const ends = `s.aspect = 'stock' and s.desired = '0' and s.reason ->> 'when_sold_out' = 'end'`

/** Of a stock aspect `s`: the marketplace shows zero, and nothing is on its way that would change it. */
const zeroTaken = `s.state = 'settled' and s.accepted = '0' and s.moved_at is null`

/** Of a stock aspect `s` and an offer `o`: it may go off sale, or stay there. */
const mayEnd = `${ends} and (${zeroTaken} or o.desired = 'false')`

/** With which listings `sibling` a listing `l` goes on and off sale; $1 are the channel and those alongside. */
const together: Record<Exclude<OfferScope["of"], "listing">, string> = {
  product: "sibling.channel_id = l.channel_id and sibling.external_product_id = l.external_product_id",
  account: "sibling.channel_id = any($1::text[]) and sibling.external_id = l.external_id",
}

/** What goes together goes when all of it may. What nobody has mapped may be sold by hand, and keeps the rest. */
function allMayGo(of: OfferScope["of"]): string {
  if (of === "listing") return "true"
  const known = of === "product" ? "l.external_product_id is not null and " : ""
  return `${known}not exists (
         select from ledger.listing sibling
         left join ledger.aspect s on s.listing_id = sibling.id and s.aspect = 'stock'
         left join ledger.aspect o on o.listing_id = sibling.id and o.aspect = 'offer'
         where ${together[of]} and sibling.remote_state <> 'gone' and (sibling.pushable and ${mayEnd}) is not true)`
}

/** The channel itself comes first. */
const own = `($1::text[])[1]`

const channelsOf = (channelId: string, { alongside }: OfferScope) => [
  channelId,
  ...alongside.map((other) => other.channelId),
]

/** Wants off sale what ends, and on sale again what no longer does. */
async function alignOffers(sql: Sql, channelIds: string[], of: OfferScope["of"]): Promise<void> {
  await sql.query(
    `with off as (
       select s.listing_id, s.channel_id
       from ledger.aspect s join ledger.listing l on l.id = s.listing_id and l.pushable
       left join ledger.aspect o on o.listing_id = s.listing_id and o.aspect = 'offer'
       where s.channel_id = any($1::text[]) and ${mayEnd} and ${allMayGo(of)}
     ), wish as (
       select listing_id, channel_id, 'false'::jsonb as desired from off
       union all
       select o.listing_id, o.channel_id, 'true' from ledger.aspect o
       join ledger.aspect s on s.listing_id = o.listing_id and s.aspect = 'stock' and s.desired is not null
       where o.channel_id = any($1::text[]) and o.aspect = 'offer' and o.desired = 'false'
         and o.listing_id not in (select listing_id from off)
     )
     insert into ledger.aspect as aspect (listing_id, aspect, channel_id, state, desired, desired_at)
     select listing_id, 'offer', channel_id, 'due', desired, clock_timestamp() from wish order by listing_id
     on conflict (listing_id, aspect) do update set
       desired = excluded.desired, desired_at = excluded.desired_at, version = aspect.version + 1, attempts = 0,
       retry_at = null, refusal_code = null, refusal = null,
       state = case
         when aspect.state in ('sent', 'unknown') then aspect.state
         when excluded.desired = coalesce(aspect.accepted, 'true') then 'settled'
         else 'due' end
     where aspect.desired is distinct from excluded.desired`,
    [channelIds],
  )
}

const claimable = `a.aspect = 'offer' and a.state = 'due' and (a.retry_at is null or a.retry_at <= now())
         and l.pushable and ${notPaused}`

interface ClaimedItem {
  listing_id: string
  external_id: string
  value: boolean
  version: string
  /** Goes off sale, and no person has let it go yet. */
  braked: boolean
}

/** Claim, push and items commit together, before anything is sent. What comes back goes first: it can be sold. */
async function claimOffers(
  ledger: DataSource,
  channelId: string,
  request: OfferClaim,
): Promise<ClaimedOffers | undefined> {
  const channelIds = channelsOf(channelId, request)
  return ledger.transaction(async (sql) => {
    await alignOffers(sql, channelIds, request.of)
    const back = await pickBack(sql, channelIds, request.items)
    const items = back.length > 0 ? back : await takeOff(sql, channelId, request)
    if (items.length === 0) return undefined
    const writes = writesOf(items)
    const id = await insertPush(sql, {
      channelId,
      aspect: "offer",
      cause: "change",
      lane: "offer",
      fingerprint: fingerprintOf(writes),
      items,
      companions: [],
      braked: items.filter((item) => item.braked).length,
    })
    return { id, writes }
  })
}

/** One write for what goes together on several channels; its answer is theirs all. */
const writesOf = (items: ClaimedItem[]): OfferWrite[] => [
  ...new Map(
    items.map(({ external_id, value }) => [external_id, { externalId: external_id, onSale: value }]),
  ).values(),
]

const pickBack = (sql: Sql, channelIds: string[], count: number) =>
  sql.query<ClaimedItem>(
    `select a.listing_id, l.external_id, true as value, a.version, false as braked
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where a.channel_id = any($1::text[]) and ${claimable} and a.desired = 'true'
     order by l.external_id, a.listing_id limit $2 for update of a skip locked`,
    [channelIds, count],
  )

/** A brake is asked only when there is something it counts. */
async function takeOff(sql: Sql, channelId: string, request: OfferClaim): Promise<ClaimedItem[]> {
  const channelIds = channelsOf(channelId, request)
  const items = await pickOff(sql, channelIds, { count: request.items, heldAfter: undefined })
  if (!items.some((item) => item.braked)) return items
  const heldAfter = await firstHeld(sql, [{ channelId, ...request }, ...request.alongside])
  return heldAfter === undefined ? items : pickOff(sql, channelIds, { count: request.items, heldAfter })
}

/** What goes together goes when every channel's brake lets it. */
async function firstHeld(sql: Sql, channels: OfferScope["alongside"]): Promise<HeldAfter> {
  let first: HeldAfter
  for (const { channelId, brakePercent } of channels) {
    const held = await brakeOf(sql, channelId, { kind: "end", percent: brakePercent })
    if (held !== undefined && (first === undefined || held < first)) first = held
  }
  return first
}

/** How many listings go with `l`, of those that are not off sale already. */
const countTogether = `(
       select count(*)::int from ledger.listing sibling
       left join ledger.aspect o on o.listing_id = sibling.id and o.aspect = 'offer'
       where ${together.account} and sibling.remote_state <> 'gone'
         and (o.state = 'settled' and o.accepted = 'false') is not true)`

/**
 * The stock is locked with it: a figure that becomes due from here on finds its listing on the way off sale, and waits. One
 * that was due before is found here, and goes first; so it keeps what goes together with its listing.
 */
async function pickOff(
  sql: Sql,
  channelIds: string[],
  { count, heldAfter }: { count: number; heldAfter: HeldAfter },
): Promise<ClaimedItem[]> {
  const rows = await sql.query<ClaimedItem & { together: number }>(
    `select a.listing_id, l.external_id, false as value, a.version, ${undecided("end")} as braked,
       ${countTogether} as together
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     join ledger.aspect s on s.listing_id = a.listing_id and s.aspect = 'stock'
     where a.channel_id = any($1::text[]) and ${claimable} and a.desired = 'false' and ${zeroTaken}
       and ${passesBrake("end", "$3")}
     order by l.external_id, a.listing_id limit $2 for update of a, s skip locked`,
    [channelIds, count, heldAfter ?? null],
  )
  const found = new Map<string, number>()
  for (const { external_id } of rows) found.set(external_id, (found.get(external_id) ?? 0) + 1)
  return rows.filter((row) => found.get(row.external_id) === row.together)
}

const alone: OfferScope = { of: "listing", alongside: [] }

async function hasDueOffers(sql: Sql, channelId: string, scope = alone): Promise<boolean> {
  const rows = await sql.query(
    `select 1 where exists (
       select from ledger.aspect s join ledger.listing l on l.id = s.listing_id and l.pushable
       left join ledger.aspect o on o.listing_id = s.listing_id and o.aspect = 'offer'
       where s.channel_id = ${own} and ${ends} and ${zeroTaken} and o.desired is distinct from 'false'
         and ${allMayGo(scope.of)}
     ) or exists (
       select from ledger.aspect o join ledger.aspect s on s.listing_id = o.listing_id and s.aspect = 'stock'
       where o.channel_id = ${own} and o.aspect = 'offer' and o.desired = 'false'
         and (s.desired <> '0' or s.reason ->> 'when_sold_out' is distinct from 'end')
     ) or exists (
       select from ledger.aspect a join ledger.listing l on l.id = a.listing_id
       where a.channel_id = ${own} and ${claimable}
     )`,
    [channelsOf(channelId, scope)],
  )
  return rows.length > 0
}

/** The ledger in Postgres, as what goes on and off sale sees it. */
export function createOfferLedger(ledger: DataSource): OfferLedger {
  return {
    ...createPushLedger<boolean>(ledger),
    openPushes: (channelId) => openOfferPushes(ledger, channelId),
    hasDue: (channelId, scope) => hasDueOffers(ledger, channelId, scope),
    claim: (channelId, request) => claimOffers(ledger, channelId, request),
  }
}
