import type { DataSource } from "typeorm"
import type { PriceWrite } from "../contract"
import type { ClaimedPrices, Price, PriceLedger } from "../engine/prices/price-ledger"
import { unrepeated, type Parcel } from "../engine/pushes/repeats"
import { fingerprintOf } from "../engine/stock/fingerprint"
import type { Sql } from "./data-source"
import { notPaused } from "./listing-rules"
import { onSale } from "./on-sale"
import { createPushLedger } from "./push-ledger"
import { insertPush, openPricePushes, sentBefore } from "./pushes"

export interface DesiredPrice extends Price {
  external_id: string
}

export interface SetPrices {
  changed: number
  /** External ids that no listing of the channel has. */
  unknown: string[]
}

/**
 * Wants these prices, each listing once; only what differs from what was wanted becomes due, and what was refused is tried
 * again. The states and what moves between them are those of stock (`aspects.ts`).
 */
export async function setDesiredPrices(
  sql: Sql,
  channelId: string,
  rows: DesiredPrice[],
): Promise<SetPrices> {
  const answers = await sql.query<{ changed: number; unknown: string[] | null }>(
    `with wanted as (
       select external_id, jsonb_build_object('sale_price', sale_price, 'list_price', list_price) as desired
       from jsonb_to_recordset($2::jsonb) as wanted (external_id text, sale_price text, list_price text)
     ), known as (
       select l.id, w.external_id, w.desired from wanted w
       join ledger.listing l on l.channel_id = $1 and l.external_id = w.external_id
     ), written as (
       insert into ledger.aspect as aspect
         (listing_id, aspect, channel_id, state, desired, desired_at, priority, changed_at)
       select id, 'price', $1, 'due', desired, clock_timestamp(), 2, clock_timestamp() from known order by id
       on conflict (listing_id, aspect) do update set
         desired = excluded.desired, desired_at = excluded.desired_at, version = aspect.version + 1, attempts = 0,
         retry_at = null, refusal_code = null, refusal = null,
         state = case
           when aspect.state in ('sent', 'unknown') then aspect.state
           when excluded.desired = aspect.accepted then 'settled'
           else 'due' end,
         changed_at = case when excluded.desired = aspect.accepted and aspect.state not in ('sent', 'unknown')
           then null else coalesce(aspect.changed_at, excluded.changed_at) end
       where aspect.desired is distinct from excluded.desired or aspect.state = 'refused'
       returning listing_id
     )
     select (select count(*)::int from written) as changed,
       (select array_agg(external_id) from wanted where external_id not in (select external_id from known)) as unknown`,
    [channelId, JSON.stringify(rows)],
  )
  return { changed: answers[0]?.changed ?? 0, unknown: answers[0]?.unknown ?? [] }
}

/** Only what the marketplace would take, and what nothing keeps waiting. */
const claimable = `a.channel_id = $1 and a.aspect = 'price' and a.state = 'due' and (a.retry_at is null or a.retry_at <= now())
         and l.pushable and a.desired is not null and ${notPaused} and ${onSale}`

interface ClaimedItem {
  listing_id: string
  external_id: string
  value: Price
  version: string
}

/** Claim, push and items commit together, before anything is sent. */
export async function claimPrices(
  ledger: DataSource,
  channelId: string,
  limits: { items: number; identicalWithinMs: number },
): Promise<ClaimedPrices | undefined> {
  return ledger.transaction(async (sql) => {
    const due = await takeDue(sql, channelId, limits.items)
    if (due.length === 0) return undefined
    const parcel = await parcelOf(sql, channelId, { items: due, limits })
    if (!parcel) return undefined
    const { items, companions } = parcel
    const writes = writesOf([...items, ...companions])
    const id = await insertPush(sql, {
      channelId,
      aspect: "price",
      cause: "change",
      lane: "price",
      fingerprint: fingerprintOf(writes),
      items,
      companions,
      braked: 0,
    })
    return { id, writes }
  })
}

const takeDue = (sql: Sql, channelId: string, count: number) =>
  sql.query<ClaimedItem>(
    `select a.listing_id, l.external_id, a.desired as value, a.version
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where ${claimable} order by a.priority, a.changed_at, a.listing_id limit $2 for update of a skip locked`,
    [channelId, count],
  )

const writesOf = (items: ClaimedItem[]): PriceWrite[] =>
  items.map(({ external_id, value }) => ({
    externalId: external_id,
    salePrice: value.sale_price,
    listPrice: value.list_price,
  }))

/** A marketplace that refuses to be told the same twice is told it beside a price that stands, or less of it. */
async function parcelOf(
  sql: Sql,
  channelId: string,
  { items, limits }: { items: ClaimedItem[]; limits: { items: number; identicalWithinMs: number } },
): Promise<Parcel<ClaimedItem, ClaimedItem> | undefined> {
  const withinMs = limits.identicalWithinMs
  if (withinMs === 0) return { items, companions: [] }
  return unrepeated(items, {
    most: limits.items,
    sentBefore: (parcel) => {
      const fingerprint = fingerprintOf(writesOf([...parcel.items, ...parcel.companions]))
      return sentBefore(sql, channelId, { fingerprint, withinMs })
    },
    findCompanions: (count) => findCompanions(sql, channelId, count),
  })
}

const findCompanions = (sql: Sql, channelId: string, count: number) =>
  sql.query<ClaimedItem>(
    `select a.listing_id, l.external_id, a.accepted as value, a.version
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where a.channel_id = $1 and a.aspect = 'price' and a.state = 'settled' and a.desired = a.accepted and l.pushable
       and ${notPaused} and ${onSale}
     order by a.listing_id limit $2 for update of a skip locked`,
    [channelId, count],
  )

async function hasDuePrices(sql: Sql, channelId: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from ledger.aspect a join ledger.listing l on l.id = a.listing_id where ${claimable} limit 1`,
    [channelId],
  )
  return rows.length > 0
}

/** The ledger in Postgres, as pushes of prices see it. */
export function createPriceLedger(ledger: DataSource): PriceLedger {
  return {
    ...createPushLedger<Price>(ledger),
    openPushes: (channelId) => openPricePushes(ledger, channelId),
    hasDue: (channelId) => hasDuePrices(ledger, channelId),
    claim: (channelId, limits) => claimPrices(ledger, channelId, limits),
  }
}
