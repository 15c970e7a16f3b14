import { gist, inOrder, openClinic, type Clinic } from "./clinic"

const stockChecks = [
  "negative-stock",
  "owed-stock",
  "lacking-reservations",
  "surplus-reservations",
  "orphan-reservations",
  "reserved-counter",
]

describe("the checks of stock and reservations", () => {
  let clinic: Clinic

  beforeAll(async () => {
    clinic = await openClinic()
    const { room } = clinic
    await room.channel("chan_1")
    await room.link("chan_1", "north")
    await clinic.variant("mug", { cup: 1 })
    await clinic.variant("set", { cup: 2, lid: 1 })
    await room.level("cup", "north", 10)
    await room.level("lid", "north", 10)
  }, 180_000)
  afterAll(() => clinic.close())
  beforeEach(async () => {
    const tables = `reservation_item, "order", order_item, order_line_item, ledger.channel_order, ledger.order_line,
      ledger.stock_movement, ledger.finding, ledger.check_run`
    await clinic.run(`truncate ${tables} cascade`)
    await clinic.run(
      `update inventory_level set stocked_quantity = 10, reserved_quantity = 0, raw_reserved_quantity = null`,
    )
  })

  const held = async () =>
    (
      await clinic.room.db.query<{ line: string; item: string; pieces: number }>(
        `select line_item_id as line, inventory_item_id as item, sum(quantity)::int as pieces
         from reservation_item where deleted_at is null group by 1, 2 order by 1, 2`,
      )
    ).rows
  const message = async (checkId: string) => (await clinic.examine(checkId)).findings[0]?.message

  it("find nothing where everything is in order", async () => {
    await clinic.order({ number: "1", owed: 3, variantId: "mug" })
    await clinic.hold("resitem_1", "ordli_1", "cup", 3)
    await clinic.hold("resitem_by_hand", null, "lid", 2)
    await clinic.yesterday()
    for (const check of stockChecks)
      expect([check, gist(await clinic.examine(check))]).toEqual([check, inOrder])
  })

  it("find stock below zero, which a person must count", async () => {
    await clinic.run(`update inventory_level set stocked_quantity = -2 where inventory_item_id = 'cup'`)
    expect(gist(await clinic.fix("negative-stock"))).toEqual({
      ...inOrder,
      outcome: "found",
      count: 1,
      subjects: ["level cupnorth"],
    })
  })

  it("find what is owed beyond stock, and name its orders", async () => {
    await clinic.order({ number: "TY-1", owed: 12, variantId: "mug" })
    await clinic.hold("resitem_1", "ordli_TY-1", "cup", 12)
    await clinic.yesterday()
    expect(await message("owed-stock")).toBe(
      "cup at north: 2 pieces reserved beyond stock; newest orders: TY-1 of chan_1.",
    )
  })

  it("find a counter that is not the sum of its reservations, and count anew", async () => {
    await clinic.hold("resitem_1", null, "cup", 4)
    await clinic.run(`update inventory_level set reserved_quantity = 7 where inventory_item_id = 'cup'`)
    expect(await message("reserved-counter")).toBe(
      "cup at north: the counter says 7, its reservations hold 4.",
    )
    expect(gist(await clinic.fix("reserved-counter"))).toEqual({ ...inOrder, fixed: 1 })
    const { rows } = await clinic.room.db.query(
      `select reserved_quantity::int as counted, raw_reserved_quantity ->> 'value' as raw from inventory_level
       where inventory_item_id = 'cup'`,
    )
    expect(rows).toEqual([{ counted: 4, raw: "4" }])
  })

  it("find a kit's line without all its pieces, and reserve what lacks", async () => {
    await clinic.order({ number: "1", owed: 3, fulfilled: 1, variantId: "set" })
    await clinic.hold("resitem_1", "ordli_1", "cup", 2)
    await clinic.yesterday()
    expect(await message("lacking-reservations")).toBe(
      `Order 1 of chan_1, "A mug": 4 pieces owed but not reserved.`,
    )
    expect(gist(await clinic.fix("lacking-reservations"))).toEqual({ ...inOrder, fixed: 1 })
    expect(await held()).toEqual([
      { line: "ordli_1", item: "cup", pieces: 4 },
      { line: "ordli_1", item: "lid", pieces: 2 },
    ])
    expect(gist(await clinic.examine("reserved-counter"))).toEqual(inOrder)
  })

  it("leave a line alone whose reservation moved a moment ago: it may be on its way out", async () => {
    await clinic.order({ number: "1", owed: 3, variantId: "mug" })
    await clinic.hold("resitem_1", "ordli_1", "cup", 3)
    await clinic.run(`update reservation_item set deleted_at = now()`)
    expect(gist(await clinic.examine("lacking-reservations"))).toEqual(inOrder)
    await clinic.yesterday()
    expect(gist(await clinic.examine("lacking-reservations"))).toMatchObject({ count: 1 })
  })

  it("leave alone what an operator cancelled, and what was sold before the channel was connected", async () => {
    await clinic.order({ number: "1", owed: 3, variantId: "mug", status: "canceled" })
    await clinic.order({ number: "2", owed: 3, variantId: "mug", state: "closed" })
    expect(gist(await clinic.examine("lacking-reservations"))).toEqual(inOrder)
  })

  it("find lines that hold what they do not owe, and give it back", async () => {
    await clinic.order({ number: "1", owed: 0, variantId: "mug", state: "closed", status: "canceled" })
    await clinic.hold("resitem_1", "ordli_1", "cup", 2)
    await clinic.order({ number: "2", owed: 3, fulfilled: 1, variantId: "mug" })
    await clinic.hold("resitem_2", "ordli_2", "cup", 3)
    await clinic.order({ number: "3", owed: 1, variantId: "mug" })
    await clinic.hold("resitem_3", "ordli_3", "cup", 1)
    await clinic.hold("resitem_foreign", "ordli_3", "lid", 1)
    await clinic.yesterday()
    expect(gist(await clinic.examine("surplus-reservations"))).toMatchObject({
      subjects: ["ordli_1", "ordli_2", "ordli_3"],
    })
    // The reservation of an ended order is told once.
    expect(gist(await clinic.examine("orphan-reservations"))).toEqual(inOrder)
    expect(gist(await clinic.fix("surplus-reservations"))).toEqual({ ...inOrder, fixed: 3 })
    expect(await held()).toEqual([
      { line: "ordli_2", item: "cup", pieces: 2 },
      { line: "ordli_3", item: "cup", pieces: 1 },
    ])
    expect(gist(await clinic.examine("reserved-counter"))).toEqual(inOrder)
  })

  it("find reservations of no living order, and leave them to a person", async () => {
    await clinic.order({ number: "1", owed: 1, variantId: "mug", status: "canceled" })
    await clinic.hold("resitem_canceled", "ordli_1", "cup", 1)
    await clinic.order({ number: "2", owed: 1, variantId: "mug" })
    await clinic.hold("resitem_deleted", "ordli_2", "cup", 1)
    await clinic.run(`update "order" set deleted_at = now() where id = 'order_2'`)
    await clinic.hold("resitem_unknown", "ordli_nobody", "cup", 1)
    await clinic.yesterday()
    const result = await clinic.fix("orphan-reservations")
    expect(result.findings.map(({ message }) => message)).toEqual([
      "cup at north: 1 piece held for the cancelled order 1 of chan_1.",
      "cup at north: 1 piece held for the deleted order 2 of chan_1.",
      "cup at north: 1 piece held for an order line that does not exist.",
    ])
    expect(await held()).toHaveLength(3)
  })

  it("name a hundred subjects, count all, and mend all", async () => {
    await clinic.run(`insert into inventory_item (id) select 'item ' || n from generate_series(1, 250) n`)
    await clinic.run(
      `insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity, reserved_quantity)
       select 'level item ' || n, 'item ' || n, 'north', 1, 1 from generate_series(1, 250) n`,
    )
    const found = gist(await clinic.examine("reserved-counter"))
    expect([found.count, found.subjects.length]).toEqual([250, 100])
    expect(gist(await clinic.fix("reserved-counter"))).toEqual({ ...inOrder, fixed: 250 })
    await clinic.run(`delete from inventory_level where inventory_item_id like 'item %'`)
  })

  const standing = async () =>
    (
      await clinic.room.db.query<{ subject: string; open: boolean; again: boolean }>(
        `select subject, gone_at is null as open, last_seen_at > first_seen_at as again
         from ledger.finding order by id`,
      )
    ).rows

  it("are written down: a finding once while it stands, gone when it is found no more", async () => {
    await clinic.run(`update inventory_level set stocked_quantity = -2 where inventory_item_id = 'cup'`)
    await clinic.examine("negative-stock")
    expect(await standing()).toEqual([{ subject: "level cupnorth", open: true, again: false }])
    await clinic.examine("negative-stock")
    expect(await standing()).toEqual([{ subject: "level cupnorth", open: true, again: true }])
    await clinic.run(`update inventory_level set stocked_quantity = 2 where inventory_item_id = 'cup'`)
    await clinic.examine("negative-stock")
    expect(await standing()).toEqual([{ subject: "level cupnorth", open: false, again: true }])
  })

  it("say why they could not be made, and forget nothing for it", async () => {
    await clinic.run(`update inventory_level set stocked_quantity = -2 where inventory_item_id = 'cup'`)
    await clinic.examine("negative-stock")
    await clinic.run(`alter table stock_location rename to hidden`)
    const result = await clinic.examine("negative-stock")
    await clinic.run(`alter table hidden rename to stock_location`)
    expect(result).toMatchObject({
      outcome: "failed",
      problem: expect.stringContaining("stock_location") as string,
    })
    expect(await standing()).toMatchObject([{ open: true }])
  })
})
