import { createLedgerDataSource, migrateLedger } from "@serai/channels/ledger"
import { Client } from "pg"
import type { DataSource } from "typeorm"
import { createDatabase } from "../support/database"

/** A database with Medusa's tables and the ledger, and no server on it: rows are written as plain SQL. */
export interface Stockroom {
  url: string
  ledger: DataSource
  db: Client
  channel(id: string, rules?: Record<string, string | number | null>): Promise<void>
  /** Rules of one listing, by their columns. */
  rule(listingId: string, rules: Record<string, string | number | boolean | Date | null>): Promise<void>
  /** Links a channel's sales channel with a location. */
  link(channelId: string, locationId: string): Promise<void>
  /** A variant with its recipe: inventory items are made when they are new. */
  variant(id: string, recipe: Record<string, number>, managed?: boolean): Promise<void>
  level(itemId: string, locationId: string, stocked: number): Promise<void>
  reserve(id: string, place: { itemId: string; locationId: string; quantity: number }): Promise<void>
  /** How fast an item sells, in units per hour. */
  rate(itemId: string, unitsPerHour: number): Promise<void>
  /** A hundred changes of the channel were accepted today within so many milliseconds. */
  delay(channelId: string, leMs: number): Promise<void>
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
    channel: (id, rules = {}) => {
      const names = Object.keys(rules)
      const values = names.map((_, index) => `$${index + 2}`)
      return sql(
        `insert into channel (id, marketplace, name, account, currency, credentials, webhook_secret, sales_channel_id,
           schedules, orders_since${names.map((name) => `, ${name}`).join("")})
         values ($1, 'testing', $1, $1, 'TRY', '', '', 'sc ' || $1::text, '{}', now()${values.map((value) => `, ${value}`).join("")})`,
        [id, ...Object.values(rules)],
      )
    },
    rule: (listingId, rules) => {
      const names = ["listing_id", ...Object.keys(rules)]
      const values = names.map((_, index) => `$${index + 1}`)
      return sql(`insert into ledger.listing_rule (${names.join()}) values (${values.join()})`, [
        listingId,
        ...Object.values(rules),
      ])
    },
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
    rate: (itemId, unitsPerHour) =>
      sql(
        `insert into ledger.sales_rate (inventory_item_id, units_per_hour, counted_from, refreshed_at)
         values ($1, $2, now() - interval '28 days', now())`,
        [itemId, unitsPerHour],
      ),
    delay: (channelId, leMs) =>
      sql(
        `insert into ledger.acceptance_delay (channel_id, day, le_ms, changes)
         values ($1, (now() at time zone 'utc')::date, $2, 100)`,
        [channelId, leMs],
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
