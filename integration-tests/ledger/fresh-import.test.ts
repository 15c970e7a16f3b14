import { recomputeChannel, recomputeDirty } from "@serai/channels/engine/stock/recompute"
import { openStockroom, type Stockroom } from "./stockroom"

const maxByMarketplace = { testing: 1_000 }
const variants = 1_500

/** Everything at once, as an import does, and before autovacuum has looked. */
async function importCatalogue(room: Stockroom): Promise<void> {
  const { db } = room
  for (const id of ["north", "south", "west"]) {
    await room.link("channel", id)
    await db.query(`insert into inventory_item (id) select $1 || n from generate_series(1, 300) n`, [id])
  }
  await db.query(
    `insert into product_variant (id, title) select 'v' || n, 'v' from generate_series(1, $1::int) n`,
    [variants],
  )
  await db.query(
    `insert into product_variant_inventory_item (id, variant_id, inventory_item_id)
     select 'part' || n || side, 'v' || n, side || (1 + n % 300)
     from generate_series(1, $1::int) n, unnest('{north,south}'::text[]) side`,
    [variants],
  )
  await db.query(
    `insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity)
     select 'level' || side || n || place, side || n, place, 40
     from generate_series(1, 300) n, unnest('{north,south}'::text[]) side, unnest('{north,south,west}'::text[]) place`,
  )
  await db.query(
    `insert into reservation_item (id, inventory_item_id, location_id, quantity)
     select 'owed' || n, 'north' || (1 + n % 300), 'west', 1 from generate_series(1, 1500) n`,
  )
  await db.query(
    `insert into ledger.listing (channel_id, external_id, title, remote_state, pushable, variant_id, mapped_by)
     select 'channel', 'v' || n, 'v', 'approved', true, 'v' || n, 'manual' from generate_series(1, $1::int) n`,
    [variants],
  )
}

describe("a catalogue that was imported a moment ago", () => {
  let room: Stockroom

  beforeEach(async () => {
    room = await openStockroom()
    await room.channel("channel")
    await importCatalogue(room)
    // A wrong plan takes hours: fail instead.
    await room.ledger.query(`set statement_timeout = '20s'`)
  })
  afterEach(() => room.close())

  it("is compared at once", async () => {
    const { ledger } = room
    expect(await recomputeChannel({ ledger, maxByMarketplace }, "channel")).toBe(variants)
  })

  it("has its marks worked off at once", async () => {
    const { db, ledger } = room
    await recomputeDirty({ ledger, maxByMarketplace })
    const { rows } = await db.query<{ count: string }>(`select count(*) from ledger.aspect`)
    expect(Number(rows[0]?.count)).toBe(variants)
  })
})
