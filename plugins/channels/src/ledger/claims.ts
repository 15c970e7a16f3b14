import type { DataSource } from "typeorm"
import type { StockWrite } from "../contract"
import { unrepeated, type Parcel } from "../engine/pushes/repeats"
import { fingerprintOf } from "../engine/stock/fingerprint"
import { isOpen, type ClaimedPush, type ClaimRequest, type StockLane } from "../engine/stock/stock-ledger"
import { brakeOf, concerned, passesBrake, undecided, type BrakeKind, type HeldAfter } from "./brakes"
import type { Sql } from "./data-source"
import { gateNow } from "./gate"
import { notPaused } from "./listing-rules"
import { onSale } from "./on-sale"
import { findCompanions, insertPush, sentBefore, type Companion } from "./pushes"

/** A figure that goes with a push. */
export interface ClaimedItem {
  listing_id: string
  external_id: string
  desired: number
  version: string
  /** What the marketplace shows as far as we know; null before anything was accepted. */
  believed: number | null
  correcting: boolean
  /** Goes to zero, or up: what a brake counts. */
  braked: boolean
}

/** What a brake watches in each lane. */
const brakeOfLane: Record<StockLane, BrakeKind> = { lowered: "zero", raised: "raise" }

/** Only what the marketplace would take, and what nothing keeps waiting. */
const claimable = `a.channel_id = $1 and a.aspect = 'stock' and a.state = 'due' and (a.retry_at is null or a.retry_at <= now())
         and l.pushable and a.desired is not null and ${notPaused} and ${onSale}`

const inLane: Record<StockLane, string> = { lowered: "a.priority <= 1", raised: "a.priority >= 2" }

/** Zero has a priority of its own; it alone passes a shut gate. */
const passesGate = (gateOpen: boolean) => (gateOpen ? "true" : "a.priority = 0")

/** After it showed another figure than expected, its orders are read before anything is put in place of that figure. */
const passesComparison = `(a.shown_at is null or a.shown_at <= coalesce(a.accepted_at, '-infinity')
           or a.shown_at <= (select read_began_at from ledger.channel_state s where s.channel_id = $1))`

/**
 * Claim, push and items commit together, before anything is sent. Sold out goes first, then what was lowered or corrects,
 * then what was raised; of each, what has waited longest, or some would wait for ever where more changes than can be sent.
 */
export async function claimPush(
  ledger: DataSource,
  channelId: string,
  asked: ClaimRequest,
): Promise<ClaimedPush | undefined> {
  return ledger.transaction(async (sql) => {
    const request = { ...asked, gateOpen: asked.gateOpen && (await isStillOpen(sql, channelId, asked)) }
    const due = await takeDue(sql, channelId, request)
    if (due.length === 0) return undefined
    const parcel = await parcelOf(sql, channelId, { items: due, request })
    if (!parcel) return undefined
    const { items, companions } = parcel
    const writes = writesOf(parcel, request.compareAndSet)
    const id = await insertPush(sql, {
      channelId,
      aspect: "stock",
      cause: items.some((item) => item.correcting) ? "correction" : "change",
      lane: request.lane,
      fingerprint: fingerprintOf(writes),
      items: items.map((item) => ({ ...item, value: item.desired })),
      companions: companions.map((item) => ({ ...item, value: item.accepted })),
      braked: items.filter((item) => item.braked).length,
    })
    return { id, writes }
  })
}

/** The gate once more, now that figures are claimed: a reading may have grown old, or another one brought orders, since it was asked. */
async function isStillOpen(sql: Sql, channelId: string, { freshnessMs }: ClaimRequest): Promise<boolean> {
  return freshnessMs === undefined || isOpen(await gateNow(sql, channelId, freshnessMs))
}

/** A brake is asked only when there is something it counts. */
async function takeDue(sql: Sql, channelId: string, request: ClaimRequest): Promise<ClaimedItem[]> {
  const items = await pick(sql, channelId, { request, heldAfter: undefined })
  if (!items.some((item) => item.braked)) return items
  const kind = brakeOfLane[request.lane]
  const heldAfter = await brakeOf(sql, channelId, { kind, percent: request.brakePercent })
  return heldAfter === undefined ? items : pick(sql, channelId, { request, heldAfter })
}

async function pick(
  sql: Sql,
  channelId: string,
  { request, heldAfter }: { request: ClaimRequest; heldAfter: HeldAfter },
): Promise<ClaimedItem[]> {
  const kind = brakeOfLane[request.lane]
  return sql.query<ClaimedItem>(
    `with picked as (
       select a.listing_id, l.external_id, ${concerned[kind]} and ${undecided(kind)} as braked
       from ledger.aspect a join ledger.listing l on l.id = a.listing_id
       where ${claimable} and ${inLane[request.lane]} and ${passesGate(request.gateOpen)}
         and ${request.compareAndSet ? passesComparison : "true"} and ${passesBrake(kind, "$3")}
       order by a.priority, a.changed_at, a.listing_id limit $2 for update of a skip locked
     )
     select a.listing_id, picked.external_id, (a.desired)::int as desired, a.version, a.correcting, picked.braked,
       (case when a.shown_at > a.accepted_at then a.shown else a.accepted end)::int as believed
     from picked join ledger.aspect a on a.listing_id = picked.listing_id and a.aspect = 'stock'
     order by a.priority, a.changed_at, a.listing_id`,
    [channelId, request.limits.items, heldAfter ?? null],
  )
}

/** Is anything of this lane due, whether or not the gate or a brake keeps it? */
export async function hasDue(sql: Sql, channelId: string, lane: StockLane): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where ${claimable} and ${inLane[lane]} limit 1`,
    [channelId],
  )
  return rows.length > 0
}

type StockParcel = Parcel<ClaimedItem, Companion>

function writesOf({ items, companions }: StockParcel, compareAndSet: boolean): StockWrite[] {
  return [
    ...items.map(({ external_id, desired, believed }) => ({
      externalId: external_id,
      quantity: desired,
      ...(compareAndSet && { expected: believed }),
    })),
    ...companions.map(({ external_id, accepted }) => ({ externalId: external_id, quantity: accepted })),
  ]
}

/**
 * A marketplace that refuses to be told the same twice is told something else. Through a shut gate only zeros go along; what
 * can be made no other request waits for the gate, or until its repeat is taken again.
 */
async function parcelOf(
  sql: Sql,
  channelId: string,
  { items, request }: { items: ClaimedItem[]; request: ClaimRequest },
): Promise<StockParcel | undefined> {
  const { limits, gateOpen } = request
  const withinMs = limits.identicalWithinMs
  if (withinMs === 0) return { items, companions: [] }
  return unrepeated(items, {
    most: limits.items,
    sentBefore: (parcel) =>
      sentBefore(sql, channelId, { fingerprint: fingerprintOf(writesOf(parcel, false)), withinMs }),
    findCompanions: (count) => findCompanions(sql, channelId, { count, onlyZero: !gateOpen }),
  })
}
