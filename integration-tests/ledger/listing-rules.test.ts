import { recomputeDirty } from "@serai/channels/engine/stock/recompute"
import {
  clearListingRules,
  endHolds,
  findListingRules,
  noListingRules,
  notPaused,
  setListingRules,
  type ListingRules,
} from "@serai/channels/ledger/listing-rules"
import { readDecided } from "@serai/channels/ledger/queries/decided"
import { previewRules } from "@serai/channels/ledger/rule-preview"
import { openStockroom, type Stockroom } from "./stockroom"

const inAnHour = () => new Date(Date.now() + 3_600_000)

describe("rules of single listings", () => {
  let room: Stockroom
  let mug: string
  let bowl: string
  const max = { testing: 1000 }

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan", { share_percent: 50 })
    await room.link("chan", "north")
    for (const [item, stocked] of [
      ["mug", 40],
      ["bowl", 10],
    ] as const) {
      await room.variant(item, { [item]: 1 })
      await room.level(item, "north", stocked)
    }
    mug = await room.listing("chan", "mug")
    bowl = await room.listing("chan", "bowl")
  }, 180_000)
  afterAll(() => room.close())
  beforeEach(async () => {
    await room.db.query(`delete from ledger.listing_rule`)
    await recompute()
  })

  const recompute = () => recomputeDirty({ ledger: room.ledger, maxByMarketplace: max })
  const set = async (id: string, rules: Partial<ListingRules>) => {
    await setListingRules(room.ledger, id, { rules: { ...noListingRules, ...rules }, by: "user_1" })
    await recompute()
  }

  const figures = async () => {
    const { rows } = await room.db.query<{ desired: number }>(
      `select (desired)::int as desired from ledger.aspect order by listing_id`,
    )
    return rows.map((row) => row.desired)
  }
  const decisions = async (id: string) => {
    const { rows } = await room.db.query<{ desired: number; reason: unknown }>(
      `select desired, reason from ledger.decision where listing_id = $1 order by decided_at`,
      [id],
    )
    return rows.map(({ desired, reason }) => ({ desired, ...readDecided(reason) }))
  }

  it("come before the channel's, change the figure at once, and leave others alone", async () => {
    expect(await figures()).toEqual([20, 5])
    await set(mug, { share_percent: 100, buffer: 3, cap: 30 })
    expect(await figures()).toEqual([30, 5])
    expect(await findListingRules(room.ledger, mug)).toMatchObject({
      rules: { buffer: 3, minimum: null },
      updated_by: "user_1",
    })
    await clearListingRules(room.ledger, mug)
    await recompute()
    expect(await figures()).toEqual([20, 5])
  })

  it("are kept with every figure they made", async () => {
    await set(mug, { share_percent: 100, hold_units: 4, hold_until: inAnHour(), hold_reason: "counting" })
    expect((await decisions(mug)).slice(-2)).toMatchObject([
      { desired: 20, rules: { share_percent: 50, own: [], hold: null }, sum: { after_share: 20 } },
      {
        desired: 36,
        rules: { share_percent: 100, own: ["share_percent"], hold: { units: 4, reason: "counting" } },
        sum: { available: 40, after_hold: 36, publishable: 36 },
      },
    ])
  })

  it("hold a listing back, all of it or some, until the time is over", async () => {
    await set(mug, { hold_until: inAnHour() })
    await set(bowl, { hold_units: 4, hold_until: inAnHour() })
    expect(await figures()).toEqual([0, 3])
    expect(await endHolds(room.ledger)).toBe(0)

    await room.db.query(
      `update ledger.listing_rule set hold_until = now() - interval '1 second' where listing_id = $1`,
      [mug],
    )
    expect(await findListingRules(room.ledger, mug)).toMatchObject({ rules: { hold_until: null } })
    await recompute()
    expect(await figures()).toEqual([20, 3])
    const { rows } = await room.db.query(`select 1 from ledger.listing_rule where hold_until is null`)
    expect(rows).toHaveLength(1)
  })

  it("pause a listing: its figure is computed, and nothing sends it", async () => {
    await room.db.query(`update ledger.aspect set state = 'settled', accepted = desired`)
    await set(mug, { paused: true })
    await room.db.query(`update inventory_level set stocked_quantity = 30 where inventory_item_id = 'mug'`)
    await recompute()
    const sendable = () =>
      room.db
        .query(`select 1 from ledger.aspect a where state = 'due' and ${notPaused}`)
        .then(({ rows }) => rows.length)
    expect([await figures(), await sendable()]).toEqual([[15, 5], 0])
    expect((await decisions(mug)).at(-1)).toMatchObject({ desired: 15, rules: { paused: true } })

    // Going on is a change of its own, though the figure stays: somebody has to hear that there is something to send.
    const heard: string[] = []
    await setListingRules(room.ledger, mug, { rules: noListingRules, by: null })
    await recomputeDirty({ ledger: room.ledger, maxByMarketplace: max }, async (id) => void heard.push(id))
    expect([heard, await sendable()]).toEqual([["chan"], 1])
    await room.db.query(`update inventory_level set stocked_quantity = 40 where inventory_item_id = 'mug'`)
  })

  describe("tried beforehand", () => {
    const stored = () =>
      room.db.query(`select * from ledger.aspect a join channel c on c.id = a.channel_id order by listing_id`)

    it("tell what would become of every figure, and save nothing", async () => {
      const before = (await stored()).rows
      const preview = await previewRules(
        room.ledger,
        { channelId: "chan", rules: { share_percent: 100, buffer: 10, cap: null } },
        max,
      )
      expect(preview).toMatchObject({ listings: 2, rises: 1, falls: 0, to_zero: 1, stays: 0 })
      expect(preview.rows).toMatchObject([
        { listing_id: bowl, title: "bowl", now: 5, then: 0 },
        { listing_id: mug, title: "mug", now: 20, then: 30 },
      ])
      expect((await stored()).rows).toEqual(before)

      await room.db.query(`update channel set share_percent = 100, buffer = 10`)
      await room.db.query(`insert into ledger.dirty (variant_id) values ('mug'), ('bowl')`)
      await recompute()
      expect(await figures()).toEqual([30, 0])
      await room.db.query(`update channel set share_percent = 50, buffer = 0`)
      await room.db.query(`insert into ledger.dirty (variant_id) values ('mug'), ('bowl')`)
      await recompute()
    })

    it("tell it of one listing, whose other rules fall away", async () => {
      await set(mug, { buffer: 2 })
      expect(await figures()).toEqual([18, 5])
      const rules = { ...noListingRules, cap: 7 }
      const preview = await previewRules(room.ledger, { channelId: "chan", listingId: mug, rules }, max)
      expect(preview).toMatchObject({ listings: 1, falls: 1, rows: [{ listing_id: mug, now: 18, then: 7 }] })
      expect(await figures()).toEqual([18, 5])
    })
  })

  describe("of a channel without any location", () => {
    it("publish nothing new, and say so; a listing that no location keeps is sold out", async () => {
      await room.db.query(`update inventory_level set deleted_at = now() where inventory_item_id = 'bowl'`)
      await recompute()
      expect(await figures()).toEqual([20, 0])
      await room.db.query(`update sales_channel_stock_location set deleted_at = now()`)
      await recompute()
      // What shows zero goes on showing it: no location kept it anyway.
      expect(await figures()).toEqual([null, 0])
      expect((await decisions(mug)).at(-1)).toMatchObject({ desired: null, rule: "no_location" })
      const { rows } = await room.db.query(`select state from ledger.aspect where listing_id = $1`, [mug])
      expect(rows).toEqual([{ state: "settled" }])

      await room.db.query(`update sales_channel_stock_location set deleted_at = null`)
      await room.db.query(`update inventory_level set deleted_at = null`)
      await recompute()
      expect(await figures()).toEqual([20, 5])
    })
  })
})
