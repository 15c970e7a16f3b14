import { explainListing } from "@serai/channels/ledger/queries/explanation"
import { findStandingFacts, standingOf } from "@serai/channels/ledger/queries/standing"
import { databaseTime } from "@serai/channels/ledger/queries/stock-history"
import { recomputeChannel } from "@serai/channels/engine/stock/recompute"
import type { Client } from "pg"
import { itemIdOf, variantIdOf, warehouseId } from "../stage/catalogue"
import type { Stage } from "../stage/medusa"
import { channelId, openLedgerStage, type LedgerStage } from "./ledger-stage"
import { seededRandom } from "./random"
import type { Bench, BenchResult, Measure } from "./result"
import { summarise } from "./statistics"

const listings = 100_000
const movements = 1_000_000
const reservations = 5_000
const asked = 300
const warmUps = 20
const maxByMarketplace = { trendyol: 20_000 }
const hot = 1

/** "Why this figure": what the API asks the database for, in a ledger with a long past. */
export const explainBench: Bench = { about: 90, run: explain }

async function explain(stage: Stage): Promise<BenchResult> {
  const ledgerStage = await openLedgerStage(stage)
  try {
    await ledgerStage.growTo(listings)
    await livePast(ledgerStage.db)
    await recomputeChannel({ ledger: ledgerStage.ledger, maxByMarketplace }, channelId)
    await ledgerStage.db.query(`vacuum analyze`)
    const random = seededRandom(3)
    const any = () => 1 + Math.floor(random() * listings)
    return {
      title: `A listing explained, ${asked} times each, among ${listings.toLocaleString("en")} listings and ${movements.toLocaleString("en")} movements; ${reservations.toLocaleString("en")} reservations hold pieces of one item`,
      measures: [
        ...measuresOf("any listing", await explainMany(ledgerStage, any)),
        ...measuresOf("the hot item's listing", await explainMany(ledgerStage, () => hot)),
      ],
    }
  } finally {
    await ledgerStage.close()
  }
}

async function livePast(db: Client): Promise<void> {
  await db.query(
    `insert into ledger.stock_movement (occurred_at, inventory_item_id, location_id, kind, reference_id, stocked_delta, actor)
     select now() - (n || ' seconds')::interval, 'iitem_stage_' || (1 + n % $2::int), $3, 'level', 'past', 1, 'medusa'
     from generate_series(1, $1::int) n`,
    [movements, listings, warehouseId],
  )
  await db.query(
    `insert into reservation_item (id, line_item_id, location_id, inventory_item_id, quantity, raw_quantity)
     select 'resitem_hot_' || n, 'ordli_hot_' || n, $2, $3, 1, '{"value": "1", "precision": 20}'
     from generate_series(1, $1::int) n`,
    [reservations, warehouseId, itemIdOf(hot)],
  )
  await db.query(`truncate ledger.dirty`)
}

/** Trendyol's: a figure is looked for among what was just sent. */
const identicalWriteWindowMs = 15 * 60_000

async function explainMany({ db, ledger }: LedgerStage, pick: () => number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < warmUps + asked; index += 1) {
    const { rows } = await db.query<{ id: string }>(
      `select id::text from ledger.listing where variant_id = $1`,
      [variantIdOf(pick())],
    )
    const id = rows[0]?.id ?? ""
    const began = performance.now()
    const [explanation, facts, now] = await Promise.all([
      explainListing(ledger, id, () => maxByMarketplace.trendyol),
      findStandingFacts(ledger, id, () => identicalWriteWindowMs),
      databaseTime(ledger),
    ])
    if (!explanation || !facts) throw new Error(`Listing ${id} is not there.`)
    standingOf(explanation, facts, now)
    if (index >= warmUps) times.push(performance.now() - began)
  }
  return times
}

function measuresOf(what: string, times: number[]): Measure[] {
  const { p50, p99 } = summarise(times)
  return [
    { name: `${what} (median)`, value: p50, unit: "ms" },
    { name: `${what} (p99)`, value: p99, unit: "ms", bound: { atMost: 50 } },
  ]
}
