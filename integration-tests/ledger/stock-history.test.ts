import { explainListingAt } from "@serai/channels/ledger/queries/explanation-at"
import {
  historyScope,
  itemHistory,
  listingHistory,
  type HistorySearch,
} from "@serai/channels/ledger/queries/stock-history"
import { bucketsOf } from "@serai/channels/ledger/queries/stock-history-buckets"
import { itemSeries, listingSeries } from "@serai/channels/ledger/queries/stock-history-series"
import type { HistoryKind, HistoryRow } from "@serai/channels/ledger/queries/stock-history-shape"
import { openStockroom, type Stockroom } from "./stockroom"

/** What lay where, and who held what, at one moment: read from Medusa's own rows while they said so. */
interface Snapshot {
  at: Date
  figures: Record<string, { stocked: number; reserved: number }>
  held: Record<string, number>
}

type StockRow = Extract<HistoryRow, { on_hand: number }>

const isStock = (row: HistoryRow): row is StockRow => row.kind === "stock" || row.kind === "reservation"

describe("the history of stock", () => {
  let room: Stockroom
  let listing: string
  const snapshots: Snapshot[] = []

  const run = (sql: string, values: unknown[] = []) => room.db.query(sql, values)

  async function snapshot(): Promise<void> {
    const { rows } = await run(
      `select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as at,
         (select jsonb_object_agg(key, figures) from (
           select l.inventory_item_id || ' ' || l.location_id as key, jsonb_build_object('stocked', l.stocked_quantity,
             'reserved', coalesce((select sum(r.quantity) from reservation_item r where r.deleted_at is null
               and r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id), 0)) as figures
           from inventory_level l where l.deleted_at is null) levels) as figures,
         (select coalesce(jsonb_object_agg(id, quantity), '{}') from reservation_item where deleted_at is null) as held`,
    )
    snapshots.push(rows[0] as Snapshot)
    // The database's clock and ours agree to the millisecond only.
    await run(`select pg_sleep(0.003)`)
  }

  /** A day in a warehouse: everything that can happen to levels and reservations. */
  const happenings = [
    `update inventory_level set stocked_quantity = 12 where id = 'level cupnorth'`,
    `insert into reservation_item (id, inventory_item_id, location_id, quantity) values ('r1', 'cup', 'north', 3)`,
    `insert into reservation_item (id, inventory_item_id, location_id, quantity) values ('r2', 'cup', 'south', 2)`,
    `update reservation_item set quantity = 5 where id = 'r1'`,
    `update inventory_level set stocked_quantity = stocked_quantity - 1`,
    `update reservation_item set location_id = 'south' where id = 'r1'`,
    `update reservation_item set deleted_at = now() where id = 'r2'`,
    `insert into reservation_item (id, inventory_item_id, location_id, quantity) values ('r3', 'lid', 'north', 4), ('r4', 'cup', 'north', 1)`,
    `delete from reservation_item where id = 'r4'`,
    `update inventory_level set deleted_at = now() where id = 'level lidsouth'`,
    `update inventory_level set deleted_at = null where id = 'level lidsouth'`,
    `update inventory_level set stocked_quantity = 0 where id = 'level cupsouth'`,
  ]

  beforeAll(async () => {
    room = await openStockroom()
    await room.variant("set", { cup: 2, lid: 1 })
    await room.channel("chan_1")
    for (const location of ["north", "south"]) {
      await run(`insert into stock_location (id, name) values ($1, $1) on conflict do nothing`, [location])
      await room.link("chan_1", location)
    }
    listing = await room.listing("chan_1", "set")
    for (const [item, location, stocked] of [
      ["cup", "north", 10],
      ["cup", "south", 6],
      ["lid", "north", 9],
      ["lid", "south", 2],
    ] as const) {
      await room.level(item, location, stocked)
    }
    await run(`select pg_sleep(0.003)`)
    await snapshot()
    for (const happening of happenings) {
      await run(happening)
      await snapshot()
    }
  }, 180_000)
  afterAll(() => room.close())

  /** All pages, one after another. */
  async function walk(
    read: (search: HistorySearch) => ReturnType<typeof itemHistory>,
    search: Omit<HistorySearch, "before">,
  ): Promise<HistoryRow[]> {
    const rows: HistoryRow[] = []
    for (let before: HistorySearch["before"]; ;) {
      const page = await read({ ...search, before })
      rows.push(...page.rows)
      if (page.next === null) return rows
      expect(page.rows).toHaveLength(search.limit)
      before = page.next
    }
  }

  const ofItem = (inventoryItemId: string, locationId?: string) => (search: HistorySearch) =>
    itemHistory(room.ledger, { inventoryItemId, locationId }, search)

  const total = (snapshot: Pick<Snapshot, "figures"> | undefined, item: string, location = "") => {
    const keys = Object.entries(snapshot?.figures ?? {}).filter(([key]) =>
      key.startsWith(`${item} ${location}`),
    )
    return keys.reduce(
      (sum, [, one]) => ({ stocked: sum.stocked + one.stocked, reserved: sum.reserved + one.reserved }),
      { stocked: 0, reserved: 0 },
    )
  }

  it.each([
    ["cup", undefined],
    ["cup", "south"],
    ["lid", undefined],
    ["lid", "south"],
  ])("tells after each movement of %s at %s what was there then", async (item, location) => {
    const rows = (await walk(ofItem(item, location), { limit: 200 })).filter(isStock)
    const newest = rows[0]!
    expect([newest.on_hand, newest.reserved]).toEqual(Object.values(total(snapshots.at(-1), item, location)))
    // Each movement stands between two snapshots; the last of several in between is what the second one saw.
    for (const [index, after] of snapshots.entries()) {
      const row = rows.find((one) => one.at <= after.at)
      if (!row || (index > 0 && row.at <= snapshots[index - 1]!.at)) continue
      expect([row.on_hand, row.reserved]).toEqual(Object.values(total(after, item, location)))
      expect(row.available).toBe(row.on_hand - row.reserved)
    }
  })

  it.each([1, 2, 3, 7])("is the same in pages of %s", async (limit) => {
    const whole = await walk(ofItem("cup"), { limit: 200 })
    expect(await walk(ofItem("cup"), { limit })).toEqual(whole)
  })

  it.each([["stock"], ["reservation"]] as const)(
    "counts the movements that a filter on %s leaves out, page by page",
    async (kind) => {
      const whole = (await walk(ofItem("cup"), { limit: 200 })).filter((row) => row.kind === kind)
      expect(whole.length).toBeGreaterThan(2)
      expect(await walk(ofItem("cup"), { limit: 1, kinds: [kind] })).toEqual(whole)
    },
  )

  it("looks at a stretch of time, with the figures of then", async () => {
    const [from, to] = [snapshots[3]!.at, snapshots[8]!.at]
    const whole = await walk(ofItem("cup"), { limit: 200 })
    const within = whole.filter((row) => row.at > from && row.at <= to)
    expect(await walk(ofItem("cup"), { limit: 2, from, to })).toEqual(within)
  })

  it("does not begin anew when stock moves between two pages", async () => {
    const whole = await walk(ofItem("lid"), { limit: 200 })
    const first = await ofItem("lid")({ limit: 2 })
    await run(
      `update inventory_level set stocked_quantity = stocked_quantity + 1 where id = 'level lidnorth'`,
    )
    const second = await ofItem("lid")({ limit: 200, before: first.next ?? undefined })
    expect([...first.rows, ...second.rows]).toEqual(whole)
    await run(
      `update inventory_level set stocked_quantity = stocked_quantity - 1 where id = 'level lidnorth'`,
    )
    await snapshot()
  })

  it("says how a moment was: what lay where, and who held it", async () => {
    for (const { at, figures, held } of snapshots) {
      const then = await explainListingAt(room.ledger, listing, at)
      if (!then || "because" in then) throw new Error(`Not explained: ${JSON.stringify(then)}`)
      const told = then.locations.flatMap(({ location_id, components }) =>
        components.map(({ inventory_item_id, stocked, reserved }) => [
          `${inventory_item_id} ${location_id}`,
          { stocked, reserved },
        ]),
      )
      const kept = told.filter(([key]) => figures[key as string])
      expect({ at, figures: Object.fromEntries(kept) as unknown }).toEqual({ at, figures })
      const reserved = then.reservations.map(({ id, quantity }) => [id, quantity])
      expect({ at, held: Object.fromEntries(reserved) as unknown }).toEqual({ at, held })
      expect(then.reservation_count).toBe(Object.keys(held).length)
    }
  })

  it("refuses moments that it cannot know, and says since when it does", async () => {
    const at = async (moment: Date) => explainListingAt(room.ledger, listing, moment)
    expect(await at(new Date(Date.now() + 60_000))).toMatchObject({ because: "future" })
    expect(await at(new Date(Date.now() - 3_600_000))).toMatchObject({ because: "before_listing" })
    await run(`update ledger.listing set created_at = now() - interval '2 hours' where id = $1`, [listing])
    expect(await at(new Date(Date.now() - 3_600_000))).toMatchObject({ because: "before_record" })
    expect(await explainListingAt(room.ledger, "99999", new Date())).toBeUndefined()
  })

  it("charts how stock stood at the end of every bucket", async () => {
    const [from, to] = [snapshots[0]!.at, snapshots.at(-1)!.at]
    // The happenings above took a moment, so these buckets are finer than any that people get.
    const count = Math.ceil((to.getTime() - from.getTime()) / 5)
    const points = Array.from({ length: count }, (_, index) => new Date(from.getTime() + index * 5))
    const series = await itemSeries(
      room.ledger,
      { inventoryItemId: "cup" },
      { from, sizeSeconds: 0.005, points: [...points, to] },
    )
    expect(series).toHaveLength(count + 1)
    // Between a happening and its snapshot nobody knows which side a point is on.
    const seen = new Set(
      snapshots.map(({ figures }) => JSON.stringify(Object.values(total({ figures }, "cup")))),
    )
    const told = new Set(series.map((point) => JSON.stringify([point.on_hand, point.reserved])))
    expect([...told].filter((figures) => !seen.has(figures))).toEqual([])
    expect(told.size).toBeGreaterThan(4)
    for (const { at, figures } of snapshots) {
      const point = series.find((one) => one.at >= at)!
      const next = snapshots.find((one) => one.at > at)
      if (next && point.at > new Date(next.at.getTime() - 4)) continue
      const { stocked, reserved } = total({ figures }, "cup")
      expect(point).toMatchObject({ on_hand: stocked, reserved, available: stocked - reserved })
    }
  })

  it("charts a kit in sets, beside what it should have shown and what was taken", async () => {
    const scope = await historyScope(room.ledger, listing)
    const to = new Date(Date.now() + 5_000)
    const from = new Date(to.getTime() - 20_000)
    const base = new Date(from.getTime() + 2_000)
    await run(
      `insert into ledger.decision (listing_id, channel_id, decided_at, desired, reason)
       values ($1, 'chan_1', $2, 5, '{"available": 5}')`,
      [listing, base],
    )
    const { rows } = await run(
      `insert into ledger.push (channel_id, aspect, cause, state, fingerprint, items, sent_at, created_at, settled_at)
       values ('chan_1', 'stock', 'change', 'settled', 'f', 1, $1, $1, $1::timestamptz + interval '2 seconds') returning id`,
      [base],
    )
    await run(
      `insert into ledger.push_item (push_id, listing_id, created_at, external_id, value, outcome, message)
       values ($1, $2, $3, 'set', '5', 'accepted', 'taken')`,
      [(rows[0] as { id: string }).id, listing, base],
    )
    const series = await listingSeries(room.ledger, scope!, bucketsOf(from, to))
    const point = (at: Date) => series.filter((one) => one.at <= at).at(-1)
    expect(point(from)).toMatchObject({ desired: null, accepted: null })
    expect(point(new Date(base.getTime() + 1_000))).toMatchObject({ desired: 5, accepted: null })
    expect(point(new Date(base.getTime() + 3_000))).toMatchObject({ desired: 5, accepted: 5 })
    // North: 11 cups of which none is held, 8 lids of which 4 are; south: no cup, 5 of them owed.
    expect(series.at(-1)).toMatchObject({ on_hand: 5, available: 1 })
  })

  it("tells everything that moved a listing's figure in one list, newest first", async () => {
    const scope = await historyScope(room.ledger, listing)
    await run(
      `insert into ledger.drift (channel_id, listing_id, kind, expected, shown, repair)
       values ('chan_1', $1, 'edited_there', 5, 9, 'pushed')`,
      [listing],
    )
    await run(`set serai.actor = 'user:user_9 POST /admin/listings/1/map'`)
    await run(`insert into "user" (id, email, first_name) values ('user_9', 'ada@example.com', 'Ada')`)
    await run(`update ledger.listing set variant_id = 'set', mapped_by = 'manual' where id = $1`, [listing])
    await run(`update ledger.listing set variant_id = null, mapped_by = null where id = $1`, [listing])
    await run(`update ledger.listing set variant_id = 'set', mapped_by = 'manual' where id = $1`, [listing])
    await run(`reset serai.actor`)

    const rows = await walk((search) => listingHistory(room.ledger, scope!, search), { limit: 3 })
    expect(rows.map((row) => row.at.getTime())).toEqual(
      [...rows.map((row) => row.at.getTime())].sort((a, b) => b - a),
    )
    const kinds = new Set(rows.map((row) => row.kind))
    expect(kinds).toEqual(
      new Set<HistoryKind>(["mapping", "drift", "stock", "reservation", "recipe", "push", "figure"]),
    )
    expect(rows.slice(0, 2)).toMatchObject([
      { kind: "mapping", variant_id: "set", mapped_by: "manual", actor: { kind: "operator", words: "Ada" } },
      { kind: "mapping", variant_id: null },
    ])
    expect(rows.find((row) => row.kind === "push")).toMatchObject({
      value: 5,
      outcome: "accepted",
      message: "taken",
    })
    expect(rows.find((row) => row.kind === "drift")).toMatchObject({
      expected: 5,
      shown: 9,
      repair: "pushed",
    })

    const some = await walk((search) => listingHistory(room.ledger, scope!, search), {
      limit: 2,
      kinds: ["mapping", "push"],
    })
    expect(some).toEqual(rows.filter((row) => row.kind === "mapping" || row.kind === "push"))
  })

  it("remembers the variant and the recipe of then", async () => {
    await room.variant("pair", { cup: 3 })
    await snapshot()
    const { at } = snapshots.at(-1)!
    await run(`update ledger.listing set variant_id = 'pair' where id = $1`, [listing])
    await run(
      `update product_variant_inventory_item set required_quantity = 4 where variant_id = 'set' and inventory_item_id = 'cup'`,
    )
    await run(
      `delete from product_variant_inventory_item where variant_id = 'set' and inventory_item_id = 'lid'`,
    )
    await run(`select pg_sleep(0.003)`)
    const parts = async (moment: Date) => {
      const then = await explainListingAt(room.ledger, listing, moment)
      if (!then || "because" in then) throw new Error("Not explained")
      return [
        then.variant?.id,
        ...(then.locations[0]?.components ?? []).map(
          (part) => `${part.required_quantity} ${part.inventory_item_id}`,
        ),
      ]
    }
    expect(await parts(at)).toEqual(["set", "2 cup", "1 lid"])
    expect(await parts(new Date())).toEqual(["pair", "3 cup"])
  })
})
