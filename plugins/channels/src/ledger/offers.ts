import type { DataSource } from "typeorm"
import type { ClaimedOffers, OfferClaim, OfferLedger } from "../engine/offers/offer-ledger"
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

/** Which of the listings `e` that end may go: what goes together goes when all of it may. */
const allMayGo: Record<OfferClaim["of"], string> = {
  listing: "true",
  product: `e.external_product_id is not null and not exists (
         select from ledger.listing sibling
         where sibling.channel_id = $1 and sibling.external_product_id = e.external_product_id
           and sibling.remote_state <> 'gone' and sibling.id not in (select listing_id from ending))`,
}

/** Wants off sale what ends, and on sale again what no longer does. */
async function alignOffers(sql: Sql, channelId: string, of: OfferClaim["of"]): Promise<void> {
  await sql.query(
    `with ending as (
       select s.listing_id, l.external_product_id
       from ledger.aspect s join ledger.listing l on l.id = s.listing_id and l.pushable
       left join ledger.aspect o on o.listing_id = s.listing_id and o.aspect = 'offer'
       where s.channel_id = $1 and ${ends} and (${zeroTaken} or o.desired = 'false')
     ), off as (
       select e.listing_id from ending e where ${allMayGo[of]}
     ), wish as (
       select listing_id, 'false'::jsonb as desired from off
       union all
       select o.listing_id, 'true' from ledger.aspect o
       join ledger.aspect s on s.listing_id = o.listing_id and s.aspect = 'stock' and s.desired is not null
       where o.channel_id = $1 and o.aspect = 'offer' and o.desired = 'false'
         and o.listing_id not in (select listing_id from off)
     )
     insert into ledger.aspect as aspect (listing_id, aspect, channel_id, state, desired, desired_at)
     select listing_id, 'offer', $1, 'due', desired, clock_timestamp() from wish order by listing_id
     on conflict (listing_id, aspect) do update set
       desired = excluded.desired, desired_at = excluded.desired_at, version = aspect.version + 1, attempts = 0,
       retry_at = null, refusal_code = null, refusal = null,
       state = case
         when aspect.state in ('sent', 'unknown') then aspect.state
         when excluded.desired = coalesce(aspect.accepted, 'true') then 'settled'
         else 'due' end
     where aspect.desired is distinct from excluded.desired`,
    [channelId],
  )
}

const claimable = `a.channel_id = $1 and a.aspect = 'offer' and a.state = 'due' and (a.retry_at is null or a.retry_at <= now())
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
  return ledger.transaction(async (sql) => {
    await alignOffers(sql, channelId, request.of)
    const back = await pickBack(sql, channelId, request.items)
    const items = back.length > 0 ? back : await takeOff(sql, channelId, request)
    if (items.length === 0) return undefined
    const writes = items.map(({ external_id, value }) => ({ externalId: external_id, onSale: value }))
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

const pickBack = (sql: Sql, channelId: string, count: number) =>
  sql.query<ClaimedItem>(
    `select a.listing_id, l.external_id, true as value, a.version, false as braked
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where ${claimable} and a.desired = 'true' order by a.listing_id limit $2 for update of a skip locked`,
    [channelId, count],
  )

/** A brake is asked only when there is something it counts. */
async function takeOff(
  sql: Sql,
  channelId: string,
  { items: count, brakePercent }: OfferClaim,
): Promise<ClaimedItem[]> {
  const items = await pickOff(sql, channelId, { count, heldAfter: undefined })
  if (!items.some((item) => item.braked)) return items
  const heldAfter = await brakeOf(sql, channelId, { kind: "end", percent: brakePercent })
  return heldAfter === undefined ? items : pickOff(sql, channelId, { count, heldAfter })
}

/**
 * The stock is locked with it: a figure that becomes due from here on finds its listing on the way off sale, and waits. One
 * that was due before is found here, and goes first.
 */
const pickOff = (
  sql: Sql,
  channelId: string,
  { count, heldAfter }: { count: number; heldAfter: HeldAfter },
) =>
  sql.query<ClaimedItem>(
    `select a.listing_id, l.external_id, false as value, a.version, ${undecided("end")} as braked
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     join ledger.aspect s on s.listing_id = a.listing_id and s.aspect = 'stock'
     where ${claimable} and a.desired = 'false' and ${zeroTaken} and ${passesBrake("end", "$3")}
     order by a.listing_id limit $2 for update of a, s skip locked`,
    [channelId, count, heldAfter ?? null],
  )

async function hasDueOffers(sql: Sql, channelId: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 where exists (
       select from ledger.aspect s join ledger.listing l on l.id = s.listing_id and l.pushable
       left join ledger.aspect o on o.listing_id = s.listing_id and o.aspect = 'offer'
       where s.channel_id = $1 and ${ends} and ${zeroTaken} and o.desired is distinct from 'false'
     ) or exists (
       select from ledger.aspect o join ledger.aspect s on s.listing_id = o.listing_id and s.aspect = 'stock'
       where o.channel_id = $1 and o.aspect = 'offer' and o.desired = 'false'
         and (s.desired <> '0' or s.reason ->> 'when_sold_out' is distinct from 'end')
     ) or exists (
       select from ledger.aspect a join ledger.listing l on l.id = a.listing_id where ${claimable}
     )`,
    [channelId],
  )
  return rows.length > 0
}

/** The ledger in Postgres, as what goes on and off sale sees it. */
export function createOfferLedger(ledger: DataSource): OfferLedger {
  return {
    ...createPushLedger<boolean>(ledger),
    openPushes: (channelId) => openOfferPushes(ledger, channelId),
    hasDue: (channelId) => hasDueOffers(ledger, channelId),
    claim: (channelId, request) => claimOffers(ledger, channelId, request),
  }
}
