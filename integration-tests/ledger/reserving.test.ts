import { startModules, type ModulesProcess } from "../support/modules"
import { openStockroom, type Stockroom } from "./stockroom"

const items = ["iitem_a", "iitem_b", "iitem_c"]

describe("reserving from two processes at once", () => {
  let room: Stockroom
  let processes: ModulesProcess[]

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan_1")
    await room.link("chan_1", "north")
    for (const item of items) {
      await room.variant(item, { [item]: 1 })
      await room.level(item, "north", 1_000)
    }
    processes = await Promise.all([startModules(room.url), startModules(room.url)])
  }, 180_000)
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.close()))
    await room.close()
  })
  beforeEach(async () => {
    await room.db.query(`delete from reservation_item`)
    await room.db.query(`update inventory_level set reserved_quantity = 0, raw_reserved_quantity = null`)
  })

  const line = (lineItemId: string, order: string[]) => ({
    lineItemId,
    owed: 1,
    components: order.map((inventoryItemId) => ({ inventoryItemId, required: 1 })),
  })
  const reserve = (n: number, lineItemId: string, order: string[]) =>
    processes[n % 2]!.ask("reserve", "sc chan_1", [line(lineItemId, order)])

  const held = async () =>
    (
      await room.db.query<{ item: string; rows: number; counted: number; lines: number }>(
        `select l.inventory_item_id as item, coalesce(sum(r.quantity), 0)::int as rows,
           l.reserved_quantity::int as counted, count(distinct r.line_item_id)::int as lines
         from inventory_level l
         left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.deleted_at is null
         group by l.id order by 1`,
      )
    ).rows

  const each = (pieces: number) =>
    items.map((item) => ({ item, rows: pieces, counted: pieces, lines: pieces }))

  it("loses nothing and doubles nothing when they want the same items in opposite order", async () => {
    const orders = [items, [...items].reverse()]
    await Promise.all(Array.from({ length: 40 }, (_, n) => reserve(n, `ordli_${n}`, orders[n % 2] ?? items)))
    expect(await held()).toEqual(each(40))
  }, 120_000)

  it("reserves a line once, however often both are asked to", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => reserve(n, "ordli_same", items)))
    expect(await held()).toEqual(items.map((item) => ({ item, rows: 1, counted: 1, lines: 1 })))
  }, 120_000)

  it("goes on beside workflows of Medusa that take the same keys in any order", async () => {
    const workflow = (n: number) => {
      const named = { id: `resitem ${n}`, line_item_id: `ordli_medusa_${n}`, location_id: "north" }
      const inOrder = n % 2 === 0 ? items : [...items].reverse()
      // Medusa's workflows give up when Postgres breaks up a deadlock; that is theirs.
      return processes[n % 2]!.ask("reserveAsMedusa", { ...named, items: inOrder }).catch(() => undefined)
    }
    // Postgres takes a second to break each deadlock up, one after the other.
    const pairs = 6
    await Promise.all(
      Array.from({ length: pairs }, (_, n) => [workflow(n), reserve(n, `ordli_${n}`, items)]).flat(),
    )
    const ours = await room.db.query<{ item: string; pieces: number }>(
      `select inventory_item_id as item, sum(quantity)::int as pieces from reservation_item
       where line_item_id not like 'ordli_medusa%' and deleted_at is null group by 1 order by 1`,
    )
    expect(ours.rows).toEqual(items.map((item) => ({ item, pieces: pairs })))
    for (const level of await held()) expect(level.counted).toBe(level.rows)
  }, 120_000)

  it("does not starve of connections when many wait for the same item", async () => {
    const small = await startModules(room.url, 5)
    try {
      const began = Date.now()
      const lines = Array.from({ length: 30 }, (_, n) => line(`ordli_${n}`, ["iitem_a"]))
      await Promise.all(lines.map((one) => small.ask("reserve", "sc chan_1", [one])))
      // Waiting for a connection that nobody gives back ends after a minute.
      expect(Date.now() - began).toBeLessThan(30_000)
      expect((await held())[0]).toMatchObject({ rows: 30, counted: 30 })
    } finally {
      await small.close()
    }
  }, 120_000)
})
