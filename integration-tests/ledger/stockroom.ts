import { createLedgerDataSource, migrateLedger } from "@serai/channels/ledger"
import { Client } from "pg"
import type { DataSource } from "typeorm"
import { createDatabase } from "../support/database"

/** A database with Medusa's tables and the ledger, and no server on it: rows are written as plain SQL. */
export interface Stockroom {
  url: string
  ledger: DataSource
  db: Client
  channel(id: string, rules?: { share_percent?: number; buffer?: number; cap?: number | null }): Promise<void>
  /** Links a channel's sales channel with a location. */
  link(channelId: string, locationId: string): Promise<void>
  /** A variant with its recipe: inventory items are made when they are new. */
  variant(id: string, recipe: Record<string, number>, managed?: boolean): Promise<void>
  level(itemId: string, locationId: string, stocked: number): Promise<void>
  reserve(id: string, place: { itemId: string; locationId: string; quantity: number }): Promise<void>
  /** A listing of the channel, under the variant's own name; returns its id. */
  listing(channelId: string, variantId: string): Promise<string>
  close(): Promise<void>
}

export async function openStockroom(): Promise<Stockroom> {
  const database = await createDatabase()
  await migrateLedger(database.url)
  const ledger = await createLedgerDataSource({ databaseUrl: database.url }).initialize()
  const db = new Client({ connectionString: database.url })
  await db.connect()
  const sql = async (text: string, values: unknown[]) => {
    await db.query(text, values)
  }
  return {
    url: database.url,
    ledger,
    db,
    channel: (id, { share_percent = 100, buffer = 0, cap = null } = {}) =>
      sql(
        `insert into channel (id, marketplace, name, account, currency, credentials, webhook_secret, sales_channel_id,
           schedules, orders_since, share_percent, buffer, cap)
         values ($1, 'testing', $1, $1, 'TRY', '', '', 'sc ' || $1::text, '{}', now(), $2, $3, $4)`,
        [id, share_percent, buffer, cap],
      ),
    link: (channelId, locationId) =>
      sql(
        `insert into sales_channel_stock_location (id, sales_channel_id, stock_location_id)
         values ('link ' || $1 || $2, 'sc ' || $1::text, $2)`,
        [channelId, locationId],
      ),
    async variant(id, recipe, managed = true) {
      await sql(`insert into product_variant (id, title, manage_inventory) values ($1, $1, $2)`, [
        id,
        managed,
      ])
      for (const [item, required] of Object.entries(recipe)) {
        await sql(`insert into inventory_item (id) values ($1) on conflict do nothing`, [item])
        await sql(
          `insert into product_variant_inventory_item (id, variant_id, inventory_item_id, required_quantity)
           values ('part ' || $1::text || $2::text, $1, $2, $3)`,
          [id, item, required],
        )
      }
    },
    level: (itemId, locationId, stocked) =>
      sql(
        `insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity)
         values ('level ' || $1::text || $2::text, $1, $2, $3)`,
        [itemId, locationId, stocked],
      ),
    reserve: (id, { itemId, locationId, quantity }) =>
      sql(
        `insert into reservation_item (id, inventory_item_id, location_id, quantity)
         values ($1, $2, $3, $4)`,
        [id, itemId, locationId, quantity],
      ),
    async listing(channelId, variantId) {
      const { rows } = await db.query<{ id: string }>(
        `insert into ledger.listing (channel_id, external_id, title, remote_state, pushable, variant_id, mapped_by)
         values ($1, $2, $2, 'approved', true, $2, 'manual') returning id`,
        [channelId, variantId],
      )
      return rows[0]!.id
    },
    async close() {
      await ledger.destroy()
      await db.end()
      await database.drop()
    },
  }
}
