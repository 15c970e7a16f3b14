import type { Client } from "pg"

/** Numbers of invented products: 1, 2, 3 … */
export interface Range {
  from: number
  to: number
}

export const warehouseId = "sloc_stage"
export const skuOf = (product: number) => `STAGE-${product}`
export const barcodeOf = (product: number) => `869${String(product).padStart(10, "0")}`
export const variantIdOf = (product: number) => `variant_stage_${product}`
export const itemIdOf = (product: number) => `iitem_stage_${product}`

const productNumber = `generate_series($1::int, $2::int) n`

/** As Medusa's modules would write them, a million times faster: each statement makes one kind of row for a whole range. */
const statements = [
  `insert into product (id, title, handle, status)
   select 'prod_stage_' || n, 'Product ' || n, 'stage-' || n, 'published' from ${productNumber}`,
  `insert into product_variant (id, title, sku, barcode, product_id)
   select 'variant_stage_' || n, 'one', 'STAGE-' || n, '869' || lpad(n::text, 10, '0'), 'prod_stage_' || n from ${productNumber}`,
  `insert into inventory_item (id, sku, title)
   select 'iitem_stage_' || n, 'STAGE-' || n, 'Product ' || n from ${productNumber}`,
  `insert into product_variant_inventory_item (id, variant_id, inventory_item_id)
   select 'pvitem_stage_' || n, 'variant_stage_' || n, 'iitem_stage_' || n from ${productNumber}`,
]

const levels = `
  insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity, raw_stocked_quantity, raw_reserved_quantity, raw_incoming_quantity)
  select 'ilev_stage_' || n, 'iitem_stage_' || n, $4, $3::int,
    jsonb_build_object('value', ($3::int)::text, 'precision', 20), '{"value": "0", "precision": 20}', '{"value": "0", "precision": 20}'
  from ${productNumber}`

/** The warehouse that keeps everything on a stage. */
export async function createWarehouse(db: Client): Promise<void> {
  await db.query(`insert into stock_location (id, name) values ($1, 'Warehouse')`, [warehouseId])
}

/** Products of one variant and one inventory item each, with `stocked` pieces in the warehouse. */
export async function createProducts(db: Client, { from, to }: Range, stocked: number): Promise<void> {
  for (const statement of statements) await db.query(statement, [from, to])
  await db.query(levels, [from, to, stocked, warehouseId])
}

/** Listings of these products on a channel, as if they had been read from the marketplace and mapped. */
export async function createListings(db: Client, { from, to }: Range, channelId: string): Promise<void> {
  await db.query(
    `insert into ledger.listing (channel_id, external_id, barcode, sku, title, remote_state, pushable, variant_id, mapped_by)
     select $3, v.barcode, v.barcode, v.sku, 'Product ' || n, 'approved', true, v.id, 'barcode'
     from ${productNumber} join product_variant v on v.id = 'variant_stage_' || n order by n`,
    [from, to, channelId],
  )
}

/** An absolute change from outside, as an admin's edit or another program's. */
export async function setStock(db: Client, product: number, stocked: number): Promise<void> {
  await db.query(
    `update inventory_level set stocked_quantity = $2::int,
       raw_stocked_quantity = jsonb_build_object('value', ($2::int)::text, 'precision', 20)
     where inventory_item_id = $1`,
    [itemIdOf(product), stocked],
  )
}
