import { openStockroom, type Stockroom } from "./stockroom"

interface Movement {
  kind: string
  item: string
  location: string | null
  stocked: number
  reserved: number
  actor: string
}

describe("the watch on Medusa's stock", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
    await room.variant("mug", { cup: 1 })
    await room.variant("set", { cup: 2, lid: 1 })
    await room.channel("chan_1")
    await room.link("chan_1", "north")
    await room.level("cup", "north", 10)
    await room.level("lid", "north", 10)
  }, 180_000)
  afterAll(() => room.close())
  beforeEach(async () => {
    await room.db.query(`truncate ledger.dirty, ledger.stock_movement`)
  })

  const marks = async () =>
    (
      await room.db.query<{ mark: string }>(
        `select distinct coalesce(inventory_item_id, 'variant ' || variant_id) as mark from ledger.dirty order by 1`,
      )
    ).rows.map((row) => row.mark)

  const movements = async () =>
    (
      await room.db.query<Movement>(
        `select kind, inventory_item_id as item, location_id as location, stocked_delta::float8 as stocked,
           reserved_delta::float8 as reserved, actor from ledger.stock_movement order by id`,
      )
    ).rows

  const run = (sql: string) => room.db.query(sql)

  it("writes down a level that is made, changed, soft-deleted, brought back and deleted", async () => {
    await room.level("cup", "south", 5)
    await run(`update inventory_level set stocked_quantity = 3 where id = 'level cupsouth'`)
    await run(`update inventory_level set deleted_at = now() where id = 'level cupsouth'`)
    await run(`update inventory_level set deleted_at = null where id = 'level cupsouth'`)
    await run(`delete from inventory_level where id = 'level cupsouth'`)
    expect((await movements()).map((row) => [row.kind, row.location, row.stocked])).toEqual([
      ["level", "south", 5],
      ["level", "south", -2],
      ["level", "south", -3],
      ["level", "south", 3],
      ["level", "south", -3],
    ])
    expect(await marks()).toEqual(["cup"])
  })

  it("marks the item also when a level of nothing comes or goes", async () => {
    await room.level("cup", "west", 0)
    expect(await marks()).toEqual(["cup"])
    await run(`truncate ledger.dirty`)
    await run(`delete from inventory_level where id = 'level cupwest'`)
    expect(await marks()).toEqual(["cup"])
  })

  it("writes a level that moves to another place twice", async () => {
    await room.level("lid", "south", 4)
    await run(`truncate ledger.stock_movement`)
    await run(`update inventory_level set location_id = 'west' where id = 'level lidsouth'`)
    const moved = (await movements()).map((row) => [row.location, row.stocked])
    expect(moved).toHaveLength(2)
    expect(moved).toEqual(
      expect.arrayContaining([
        ["south", -4],
        ["west", 4],
      ]),
    )
    await run(`delete from inventory_level where id = 'level lidsouth'`)
  })

  it("writes down reservations: made, changed, soft-deleted, deleted", async () => {
    await room.reserve("resitem_1", { itemId: "cup", locationId: "north", quantity: 2 })
    await run(`update reservation_item set quantity = 5 where id = 'resitem_1'`)
    await run(`update reservation_item set deleted_at = now() where id = 'resitem_1'`)
    await run(`delete from reservation_item where id = 'resitem_1'`)
    expect((await movements()).map((row) => [row.kind, row.item, row.reserved])).toEqual([
      ["reservation", "cup", 2],
      ["reservation", "cup", 3],
      ["reservation", "cup", -5],
    ])
    expect(await marks()).toEqual(["cup"])
  })

  it("ignores Medusa's own counter and changes that change no piece", async () => {
    await run(`update inventory_level set reserved_quantity = 7, incoming_quantity = 3, updated_at = now()`)
    await run(`update inventory_level set stocked_quantity = stocked_quantity`)
    await run(`update inventory_level set stocked_quantity = 1 where id = 'none'`)
    expect([await marks(), await movements()]).toEqual([[], []])
  })

  it("marks a variant whose recipe changes, or whose stock ceases to be managed", async () => {
    await run(
      `update product_variant_inventory_item set required_quantity = 3 where variant_id = 'set' and inventory_item_id = 'lid'`,
    )
    expect(await marks()).toEqual(["variant set"])
    await run(`truncate ledger.dirty`)
    await run(`update product_variant set title = 'another' where id = 'mug'`)
    expect(await marks()).toEqual([])
    await run(`update product_variant set manage_inventory = false where id = 'mug'`)
    await run(`update product_variant set deleted_at = now() where id = 'set'`)
    expect(await marks()).toEqual(["variant mug", "variant set"])
    await run(`update product_variant set manage_inventory = true, deleted_at = null`)
  })

  it("marks everything a location keeps when it joins or leaves a sales channel", async () => {
    await room.channel("chan_2")
    await room.link("chan_2", "north")
    expect(await marks()).toEqual(["cup", "lid"])
    await run(`truncate ledger.dirty`)
    await run(`update sales_channel_stock_location set deleted_at = now() where id = 'link chan_2north'`)
    expect(await marks()).toEqual(["cup", "lid"])
  })

  it("sees many rows of one statement, each once", async () => {
    await run(`update inventory_level set stocked_quantity = stocked_quantity + 1`)
    expect((await movements()).map((row) => [row.item, row.stocked]).sort()).toEqual([
      ["cup", 1],
      ["lid", 1],
    ])
    expect(await marks()).toEqual(["cup", "lid"])
  })

  it("keeps no trace of a transaction that was rolled back", async () => {
    await run(`begin`)
    await run(`update inventory_level set stocked_quantity = 0`)
    await room.reserve("resitem_2", { itemId: "cup", locationId: "north", quantity: 2 })
    expect(await marks()).toEqual(["cup", "lid"])
    await run(`rollback`)
    expect([await marks(), await movements()]).toEqual([[], []])
  })

  it("shows nothing to others before the change itself is committed", async () => {
    await run(`begin`)
    await run(`update inventory_level set stocked_quantity = stocked_quantity + 1`)
    const seen = () => room.ledger.query<unknown[]>(`select 1 from ledger.dirty`)
    expect(await seen()).toEqual([])
    await run(`commit`)
    expect((await seen()).length).toBeGreaterThan(0)
  })

  it("says who did it: what the transaction says of itself, else the connection", async () => {
    await run(
      `begin; set local serai.actor = 'stocktaking'; update inventory_level set stocked_quantity = 20; commit`,
    )
    await run(`set application_name = 'psql'`)
    await run(`update inventory_level set stocked_quantity = 21`)
    expect(new Set((await movements()).map((row) => row.actor))).toEqual(new Set(["stocktaking", "psql"]))
  })

  it("wakes whoever listens, once per transaction", async () => {
    const heard: string[] = []
    await room.db.query(`listen ledger_dirty`)
    room.db.on("notification", ({ channel }) => heard.push(channel))
    await run(
      `begin; update inventory_level set stocked_quantity = 5; update inventory_level set stocked_quantity = 6; commit`,
    )
    await run(`update inventory_level set stocked_quantity = 6`)
    await run(`select 1`)
    expect(heard).toEqual(["ledger_dirty"])
  })

  it("lets two transactions change the same items in opposite order as far as Medusa's own rows allow", async () => {
    await run(`begin`)
    await room.reserve("resitem_a", { itemId: "cup", locationId: "north", quantity: 1 })
    await room.ledger.transaction(async (sql) => {
      await sql.query(
        `insert into reservation_item (id, inventory_item_id, location_id, quantity) values ('resitem_b', 'lid', 'north', 1)`,
      )
      await sql.query(
        `insert into reservation_item (id, inventory_item_id, location_id, quantity) values ('resitem_c', 'cup', 'north', 1)`,
      )
    })
    await room.reserve("resitem_d", { itemId: "lid", locationId: "north", quantity: 1 })
    await run(`commit`)
    expect(await marks()).toEqual(["cup", "lid"])
  })
})
