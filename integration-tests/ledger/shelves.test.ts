import { createReadBackLedger, overwriteDrift, wantsVerification } from "@serai/channels/ledger/shelves"
import { openStockroom, type Stockroom } from "./stockroom"

/** What the ledger knows of the one listing before it is read back. */
interface Standing {
  state?: "settled" | "due" | "sent" | "unknown" | "refused"
  accepted?: number
  before?: number
  /** Minutes ago; the figures are read one minute ago. */
  acceptedAgo?: number
  movedAgo?: number
  drift?: string
  driftAgo?: number
}

describe("what a marketplace shows, read back", () => {
  let room: Stockroom
  let listing: string

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan_1")
    await room.variant("mug", { cup: 1 })
    listing = await room.listing("chan_1", "mug")
  }, 180_000)
  afterAll(() => room.close())

  async function stands(standing: Standing) {
    const { state = "settled", accepted = 5, before = 8, acceptedAgo = 10 } = standing
    await room.db.query(`truncate ledger.aspect, ledger.drift, ledger.dirty`)
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, accepted, accepted_before,
         accepted_at, moved_at, drift, drift_at)
       values ($1, 'stock', 'chan_1', $2, to_jsonb($3::int), now(), to_jsonb($3::int), to_jsonb($4::int),
         now() - make_interval(mins => $5), now() - make_interval(mins => $6), $7, now() - make_interval(mins => $8))`,
      [
        listing,
        state,
        accepted,
        before,
        acceptedAgo,
        standing.movedAgo ?? null,
        standing.drift ?? null,
        standing.driftAgo ?? null,
      ],
    )
  }

  async function read(shown: number | null | undefined, overwrite = true) {
    await createReadBackLedger(room.ledger).recordShown("chan_1", [{ listing_id: listing, shown }], {
      readAt: new Date(Date.now() - 60_000),
      overwrite,
    })
    const { rows } = await room.db.query<{ drift: string | null; repairs: string[]; dirty: number }>(
      `select drift, (select coalesce(jsonb_agg(kind || ' ' || repair order by id), '[]') from ledger.drift) as repairs,
         (select count(*)::int from ledger.dirty) as dirty from ledger.aspect`,
    )
    return rows[0]!
  }

  it("agrees, and forgets an earlier difference", async () => {
    await stands({ drift: "edited_there", driftAgo: 5 })
    expect(await read(5)).toEqual({ drift: null, repairs: [], dirty: 0 })
  })

  it.each<[string, Standing]>([
    ["is on its way", { state: "sent" }],
    ["is being looked up", { state: "unknown" }],
    ["is due", { state: "due" }],
    ["was accepted after it was read", { acceptedAgo: 0 }],
  ])("says nothing while the figure %s", async (_, standing) => {
    await stands(standing)
    expect(await read(3)).toEqual({ drift: null, repairs: [], dirty: 0 })
  })

  it("is explained by an order that was read afterwards", async () => {
    await stands({ state: "due", movedAgo: 0 })
    expect(await read(4)).toEqual({ drift: null, repairs: ["unread_order explained"], dirty: 0 })
  })

  it("is put right at once where it is too high", async () => {
    await stands({})
    expect(await read(7)).toEqual({ drift: "edited_there", repairs: ["edited_there pushed"], dirty: 1 })
  })

  it("is a lost write where it shows what it showed before", async () => {
    await stands({})
    expect(await read(8)).toEqual({ drift: "lost_write", repairs: ["lost_write pushed"], dirty: 1 })
  })

  it("waits for a second look where it is too low, and is put right then", async () => {
    await stands({})
    expect(await read(4)).toEqual({ drift: "unread_order", repairs: ["unread_order reported"], dirty: 0 })
    expect(await wantsVerification(room.ledger, "chan_1")).toBe(false)
    await stands({ drift: "unread_order", driftAgo: 3 })
    expect(await read(4)).toEqual({ drift: "edited_there", repairs: ["edited_there pushed"], dirty: 1 })
  })

  it("is only reported where the channel wants it so, until an operator decides", async () => {
    await stands({})
    expect(await read(7, false)).toEqual({
      drift: "edited_there",
      repairs: ["edited_there reported"],
      dirty: 0,
    })
    expect(await overwriteDrift(room.ledger, listing)).toBe("chan_1")
    const { rows } = await room.db.query(`select variant_id from ledger.dirty`)
    expect(rows).toEqual([{ variant_id: "mug" }])
  })

  it.each<[string, number | null | undefined, Standing, string]>([
    ["refused", 9, { state: "refused" }, "refused"],
    ["missing", undefined, {}, "missing"],
    ["no quantity", null, {}, "absurd"],
  ])("is reported and never overwritten where it is %s", async (_, shown, standing, kind) => {
    await stands(standing)
    expect(await read(shown)).toEqual({ drift: kind, repairs: [`${kind} reported`], dirty: 0 })
    expect(await read(shown)).toMatchObject({ repairs: [`${kind} reported`] })
    const { rows } = await room.db.query(`select accepted::int as accepted from ledger.aspect`)
    expect(rows).toEqual([{ accepted: 5 }])
  })

  it("is asked for in turn: what wants a second look first, then what was not read for longest", async () => {
    const shelves = createReadBackLedger(room.ledger)
    await room.variant("bowl", { bowl: 1 })
    const other = await room.listing("chan_1", "bowl")
    await stands({})
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired_at, accepted, shown_at)
       values ($1, 'stock', 'chan_1', 'settled', now(), '3', now())`,
      [other],
    )
    const first = async () => (await shelves.toVerify("chan_1", 1))[0]?.external_id
    expect(await first()).toBe("mug")
    await room.db.query(
      `update ledger.aspect set verify_at = now() - interval '1 second' where listing_id = $1`,
      [other],
    )
    expect(await first()).toBe("bowl")
    expect(await wantsVerification(room.ledger, "chan_1")).toBe(true)
  })
})
