import { createLedgerDataSource } from "@serai/channels/ledger"
import { Client } from "pg"
import type { DataSource } from "typeorm"
import { createListings, createProducts, createWarehouse, warehouseId } from "../stage/catalogue"
import { copyDatabase } from "../stage/database"
import { stageTemplate, type Stage } from "../stage/medusa"

export const channelId = "chan_stage"

/** A ledger without a server around it: what is measured here is the database's work and nothing else. */
export interface LedgerStage {
  db: Client
  ledger: DataSource
  /** Adds products, each with a listing, until there are so many, and lets the planner know. */
  growTo: (listings: number) => Promise<void>
  close(): Promise<void>
}

const stocked = 1_000

export async function openLedgerStage(stage: Stage): Promise<LedgerStage> {
  const database = await copyDatabase(stageTemplate(stage), "serai_stage_copy")
  const db = new Client({ connectionString: database.url })
  await db.connect()
  const ledger = await createLedgerDataSource({ databaseUrl: database.url }).initialize()
  await createWarehouse(db)
  await createChannel(db)
  let listings = 0
  return {
    db,
    ledger,
    async growTo(count) {
      const range = { from: listings + 1, to: count }
      await createProducts(db, range, stocked)
      await createListings(db, range, channelId)
      await reserveSome(db, range)
      // What a filled catalogue marks is of no interest here; a comparison computes it.
      await db.query(`truncate ledger.dirty`)
      await db.query(`vacuum analyze`)
      listings = count
    },
    async close() {
      await ledger.destroy()
      await db.end()
      await database.drop()
    },
  }
}

/** A channel nobody talks to: its credentials are never opened. */
async function createChannel(db: Client): Promise<void> {
  await db.query(`insert into sales_channel (id, name) values ('sc_stage', 'Stage')`)
  await db.query(
    `insert into sales_channel_stock_location (id, sales_channel_id, stock_location_id) values ('scloc_stage', 'sc_stage', $1)`,
    [warehouseId],
  )
  await db.query(
    `insert into channel (id, marketplace, name, account, currency, credentials, webhook_secret, sales_channel_id, schedules, orders_since)
     values ($1, 'trendyol', 'Stage', 'Stage', 'TRY', '', '', 'sc_stage', '{}', now())`,
    [channelId],
  )
}

/** Every fifth item is owed to somebody, as in a shop that sells. */
async function reserveSome(db: Client, { from, to }: { from: number; to: number }): Promise<void> {
  await db.query(
    `insert into reservation_item (id, line_item_id, location_id, inventory_item_id, quantity, raw_quantity)
     select 'resitem_stage_' || n, 'ordli_stage_' || n, $3, 'iitem_stage_' || n, 2, '{"value": "2", "precision": 20}'
     from generate_series($1::int, $2::int, 5) n`,
    [from, to, warehouseId],
  )
}
