import type { RemoteListing } from "@serai/channels/contract"
import type { SettledItem } from "@serai/channels/engine/stock/stock-ledger"
import { recomputeDirty } from "@serai/channels/engine/stock/recompute"
import { markMoved, retryRefused } from "@serai/channels/ledger/aspects"
import { releaseBrake } from "@serai/channels/ledger/brakes"
import { alignPushability, mapListing, readingBegins, upsertListings } from "@serai/channels/ledger/listings"
import { createOfferLedger } from "@serai/channels/ledger/offers"
import { waitingBrakes } from "@serai/channels/ledger/queries/brakes"
import { explainListingAt } from "@serai/channels/ledger/queries/explanation-at"
import { findListing } from "@serai/channels/ledger/queries/listings"
import { historyScope, listingHistory } from "@serai/channels/ledger/queries/stock-history"
import { bucketsOf } from "@serai/channels/ledger/queries/stock-history-buckets"
import { listingSeries } from "@serai/channels/ledger/queries/stock-history-series"
import { previewRules, previewSync } from "@serai/channels/ledger/rule-preview"
import { createReadBackLedger } from "@serai/channels/ledger/shelves"
import { createStockLedger } from "@serai/channels/ledger/stock-ledger"
import { acceptedItem } from "./accepted"
import { openStockroom, type Stockroom } from "./stockroom"

const max = { testing: 1000 }
const alone = { of: "listing", alongside: [] } as const
const refusal = { status: "rejected", code: "C", message: "not now", final: true } as const

describe("the life of a listing that goes off sale when it is sold out", () => {
  let room: Stockroom
  let mug: string
  let bowl: string

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan", { when_sold_out: "end" })
    await room.link("chan", "north")
    for (const name of ["mug", "bowl"]) {
      await room.variant(name, { [name]: 1 })
      await room.level(name, "north", 5)
    }
    mug = await room.listing("chan", "mug")
    bowl = await room.listing("chan", "bowl")
  }, 180_000)
  afterAll(() => room.close())
  beforeEach(async () => {
    await room.db.query(
      `truncate ledger.aspect, ledger.push, ledger.push_item, ledger.listing_rule, ledger.brake, ledger.decision,
         ledger.drift`,
    )
    await room.db.query(
      `update ledger.listing set pushable = true, remote_state = 'approved', external_product_id = null,
         variant_id = external_id, mapped_by = 'manual'`,
    )
    await setRule("end")
    for (const name of ["mug", "bowl"]) await stock(name, 5)
    await sendStock()
  })

  const offers = () => createOfferLedger(room.ledger)
  const stockLedger = () => createStockLedger(room.ledger, () => Promise.resolve([]))
  const recompute = async () => {
    await room.db.query(`insert into ledger.dirty (variant_id) values ('mug'), ('bowl')`)
    await recomputeDirty({ ledger: room.ledger, maxByMarketplace: max })
  }
  const setRule = async (when_sold_out: "zero" | "end") => {
    await room.db.query(`update channel set when_sold_out = $1`, [when_sold_out])
    await recompute()
  }
  const stock = async (item: string, stocked: number) => {
    await room.db.query(`update inventory_level set stocked_quantity = $2 where inventory_item_id = $1`, [
      item,
      stocked,
    ])
    await recompute()
  }

  const claimStock = (lane: "lowered" | "raised") =>
    stockLedger().claim("chan", {
      lane,
      gateOpen: true,
      limits: { items: 10, identicalWithinMs: 0 },
      brakePercent: null,
      compareAndSet: false,
    })
  /** Sends every figure that may go, and has it accepted; answers what was sent. */
  async function sendStock(): Promise<Record<string, number>> {
    const sent: Record<string, number> = {}
    for (const lane of ["lowered", "raised"] as const) {
      const push = await claimStock(lane)
      if (!push) continue
      for (const { externalId, quantity } of push.writes) sent[externalId] = quantity
      const answers = push.writes.map(({ externalId }) => acceptedItem(externalId))
      await stockLedger().recordAnswers({ id: push.id, channelId: "chan" }, answers, "ended")
    }
    return sent
  }
  const claim = (request: Partial<Parameters<ReturnType<typeof offers>["claim"]>[1]> = {}) =>
    offers().claim("chan", { ...alone, items: 10, brakePercent: null, ...request })
  const answer = (push: string, external_id: string, outcome: Partial<SettledItem> = {}) =>
    offers().recordAnswers({ id: push, channelId: "chan" }, [acceptedItem(external_id, outcome)], "ended")
  /** Sold out, and off sale. */
  async function endMug(): Promise<void> {
    await stock("mug", 0)
    await sendStock()
    await answer((await claim())!.id, "mug")
  }
  const mugNow = () => findListing(room.ledger, mug)

  it("waits until zero is accepted, goes off sale once, and stays there", async () => {
    await stock("mug", 0)
    expect(await offers().hasDue("chan")).toBe(false)
    expect(await claim()).toBeUndefined()
    expect(await sendStock()).toEqual({ mug: 0 })
    expect(await offers().hasDue("chan")).toBe(true)
    const push = await claim()
    expect(push?.writes).toEqual([{ externalId: "mug", onSale: false }])
    expect(await claim()).toBeUndefined()
    await answer(push!.id, "mug")
    expect(await mugNow()).toMatchObject({ offer_state: "settled", offer_wanted: false })
    expect((await mugNow())?.off_sale_since).toBeInstanceOf(Date)
    await recompute()
    expect(await offers().hasDue("chan")).toBe(false)
    expect(await claim()).toBeUndefined()
  })

  it("is put back first and takes its figure then", async () => {
    await endMug()
    await stock("mug", 7)
    expect(await sendStock()).toEqual({})
    expect(await stockLedger().hasDue("chan", "raised")).toBe(false)
    const back = await claim()
    expect(back?.writes).toEqual([{ externalId: "mug", onSale: true }])
    expect(await sendStock()).toEqual({})
    await answer(back!.id, "mug")
    expect(await mugNow()).toMatchObject({ off_sale_since: null })
    expect(await sendStock()).toEqual({ mug: 7 })
  })

  describe("as it is told afterwards", () => {
    const moment = async () => {
      const { rows } = await room.db.query<{ at: Date }>(
        `select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as at`,
      )
      await room.db.query(`select pg_sleep(0.003)`)
      return rows[0]!.at
    }
    const offerThen = async (at: Date) => {
      const then = await explainListingAt(room.ledger, mug, at)
      if (!then || "because" in then) throw new Error(`${at.toISOString()} cannot be explained`)
      return then.offer
    }
    const told = async () => {
      const scope = await historyScope(room.ledger, mug)
      return (await listingHistory(room.ledger, scope!, { kinds: ["offer", "drift"], limit: 10 })).rows
    }

    it("went off sale and came back, by which push, and with the marketplace's words", async () => {
      const onSale = await moment()
      await stock("mug", 0)
      await sendStock()
      const off = (await claim())!.id
      const going = await moment()
      await offers().recordAnswers({ id: off, channelId: "chan" }, [], { batch: "batch-1" })
      await answer(off, "mug", { message: "archived" })
      const ended = await moment()
      await stock("mug", 7)
      const refused = (await claim())!.id
      await answer(refused, "mug", { ...refusal, final: false, retry_after_ms: 0 })
      const kept = await moment()
      const back = (await claim())!.id
      await answer(back, "mug")
      const returned = await moment()

      expect(await offerThen(onSale)).toEqual({
        on_sale: true,
        since: null,
        accepted: null,
        on_its_way: null,
        refused: null,
      })
      expect(await offerThen(going)).toMatchObject({
        on_sale: true,
        on_its_way: { push_id: off, on_sale: false },
      })
      expect(await offerThen(ended)).toMatchObject({
        on_sale: false,
        since: expect.any(Date) as Date,
        accepted: { push_id: off, on_sale: false, batch: "batch-1", message: "archived" },
        on_its_way: null,
      })
      expect(await offerThen(kept)).toMatchObject({
        on_sale: false,
        refused: { push_id: refused, on_sale: true, code: "C", message: "not now" },
      })
      expect(await offerThen(returned)).toMatchObject({
        on_sale: true,
        accepted: { push_id: back },
        refused: null,
      })

      expect(await told()).toMatchObject([
        {
          kind: "offer",
          on_sale: true,
          push_id: back,
          outcome: "accepted",
          answered_at: expect.any(Date) as Date,
        },
        { kind: "offer", on_sale: true, push_id: refused, outcome: "rejected", message: "not now" },
        { kind: "offer", on_sale: false, push_id: off, outcome: "accepted", batch: "batch-1" },
      ])

      const scope = (await historyScope(room.ledger, mug))!
      const drawn = async (from: Date, to: Date) =>
        (await listingSeries(room.ledger, scope, bucketsOf(from, to))).map(({ on_sale }) => on_sale)
      expect(await drawn(onSale, ended)).toEqual([true, false])
      expect(await drawn(ended, returned)).toEqual([false, true])
    })

    it("is off sale still when its push is no longer kept", async () => {
      await endMug()
      await room.db.query(`truncate ledger.push, ledger.push_item`)
      expect(await offerThen(await moment())).toMatchObject({
        on_sale: false,
        since: expect.any(Date) as Date,
        accepted: null,
      })
    })

    it("was put back by somebody over there", async () => {
      await endMug()
      const { external_id, remote_state } = (await mugNow())!
      const since = await readingBegins(room.ledger)
      await upsertListings(room.ledger, "chan", {
        listings: [
          {
            externalId: external_id,
            externalProductId: null,
            barcode: null,
            sku: null,
            title: "mug",
            imageUrl: null,
            url: null,
            pushable: true,
            offSale: false,
            remoteState: remote_state,
            quantity: 0,
            price: null,
            currency: null,
          },
        ],
        readSince: since,
      })
      expect(await offerThen(await moment())).toMatchObject({ on_sale: true, accepted: null })
      expect((await told())[0]).toMatchObject({ kind: "drift", drift: "put_back", repair: "pushed" })
    })
  })

  it("is put back when its rule shows zero again, and ended when it ends again", async () => {
    await endMug()
    await setRule("zero")
    const back = await claim()
    expect(back?.writes).toEqual([{ externalId: "mug", onSale: true }])
    await answer(back!.id, "mug")
    expect(await offers().hasDue("chan")).toBe(false)
    await setRule("end")
    expect(await offers().hasDue("chan")).toBe(true)
    expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: false }])
  })

  it("stays on sale where its own rule says so", async () => {
    await room.rule(mug, { when_sold_out: "zero" })
    await stock("mug", 0)
    await sendStock()
    expect(await offers().hasDue("chan")).toBe(false)
    expect(await claim()).toBeUndefined()
  })

  it("takes no figure on its way off sale, and is put back when it has stock by then", async () => {
    await stock("mug", 0)
    await sendStock()
    const push = await claim()
    await stock("mug", 3)
    expect(await sendStock()).toEqual({})
    await answer(push!.id, "mug")
    expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: true }])
  })

  it("does not go when a figure is on its way by then", async () => {
    await stock("mug", 0)
    await sendStock()
    await stock("mug", 3)
    const raise = await claimStock("raised")
    await stock("mug", 0)
    expect(await claim()).toBeUndefined()
    await stockLedger().recordAnswers({ id: raise!.id, channelId: "chan" }, [acceptedItem("mug")], "ended")
    expect(await claim()).toBeUndefined()
    expect(await sendStock()).toEqual({ mug: 0 })
    expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: false }])
  })

  it("waits for a zero that has to be written once more", async () => {
    await stock("mug", 0)
    await sendStock()
    const later = { ...refusal, final: false, retry_after_ms: 0 }
    await answer((await claim())!.id, "mug", later)
    // A cancellation was told: the marketplace has raised its own figure.
    await markMoved(room.ledger, "chan", [{ external_id: "mug", moved_at: new Date() }])
    await recompute()
    expect(await claim()).toBeUndefined()
    expect(await sendStock()).toEqual({ mug: 0 })
    expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: false }])
  })

  it("is looked up after a lost answer, and nothing is sent for it before", async () => {
    await stock("mug", 0)
    await sendStock()
    const push = await claim()
    const failure = { kind: "unknown_outcome", message: "no answer", lost: true, retryAfterMs: 0 }
    await offers().recordFailure(push!.id, failure)
    await stock("mug", 2)
    expect(await claim()).toBeUndefined()
    expect(await sendStock()).toEqual({})
    expect(await offers().unanswered(push!.id, "lost")).toEqual([{ external_id: "mug", value: false }])
    await answer(push!.id, "mug")
    expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: true }])
  })

  it("shows why the marketplace refuses, until somebody tries again", async () => {
    await stock("mug", 0)
    await sendStock()
    await answer((await claim())!.id, "mug", refusal)
    expect(await mugNow()).toMatchObject({ offer_state: "refused", offer_refusal: "not now" })
    expect(await offers().hasDue("chan")).toBe(false)
    expect(await retryRefused(room.ledger, mug)).toBe("chan")
    expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: false }])
  })

  it("waits while it is paused", async () => {
    await stock("mug", 0)
    await sendStock()
    await room.rule(mug, { paused: true })
    expect(await claim()).toBeUndefined()
  })

  it("stays where it is while nobody knows its variant, and is not read back while it is off sale", async () => {
    await endMug()
    const read = await createReadBackLedger(room.ledger).toVerify("chan", 10)
    expect(read.map(({ external_id }) => external_id)).toEqual(["bowl"])
    await mapListing(room.ledger, mug, null, "manual")
    await recompute()
    expect(await claim()).toBeUndefined()
    expect(await mugNow()).toMatchObject({ off_sale_since: expect.any(Date) as Date })
  })

  describe("and the marketplace's own list", () => {
    const seen = (pushable: boolean, offSale = !pushable): RemoteListing => ({
      externalId: "mug",
      externalProductId: null,
      barcode: null,
      sku: null,
      title: "mug",
      imageUrl: null,
      url: null,
      pushable,
      offSale,
      remoteState: pushable ? "onSale" : "archived",
      quantity: 0,
      price: null,
      currency: null,
    })
    const read = async (listing: RemoteListing, readSince?: Date) => {
      const since = readSince ?? (await readingBegins(room.ledger))
      await upsertListings(room.ledger, "chan", { listings: [listing], readSince: since })
      await alignPushability(room.ledger, "chan")
      await recompute()
    }

    it("keeps what was taken off sale here, and leaves alone what somebody archived", async () => {
      await endMug()
      await read(seen(false))
      expect(await mugNow()).toMatchObject({ pushable: true, remote_state: "archived", desired: 0 })
      await stock("mug", 4)
      await answer((await claim())!.id, "mug")
      await read(seen(false))
      expect(await mugNow()).toMatchObject({ pushable: false, desired: null })
      expect(await offers().hasDue("chan")).toBe(false)
    })

    it("is not believed about what was put back while it was read", async () => {
      const began = await readingBegins(room.ledger)
      await endMug()
      await stock("mug", 4)
      await answer((await claim())!.id, "mug")
      await read(seen(false), began)
      expect(await mugNow()).toMatchObject({ pushable: true, desired: 4 })
    })

    it("does not make a locked listing ours, though we had taken it off sale", async () => {
      await endMug()
      await read(seen(false, false))
      expect(await mugNow()).toMatchObject({ pushable: false })
      await stock("mug", 4)
      expect(await claim()).toBeUndefined()
    })

    it("ends again what was put back by hand while it is sold out", async () => {
      await endMug()
      await read(seen(true))
      expect(await mugNow()).toMatchObject({ off_sale_since: null, offer_state: "due" })
      expect((await claim())?.writes).toEqual([{ externalId: "mug", onSale: false }])
    })
  })

  it("goes with its product where that goes on and off sale as a whole", async () => {
    await room.db.query(`update ledger.listing set external_product_id = 'crockery'`)
    await stock("mug", 0)
    await sendStock()
    const product = { of: "product", alongside: [] } as const
    expect(await offers().hasDue("chan")).toBe(true)
    expect(await offers().hasDue("chan", product)).toBe(false)
    expect(await claim({ of: "product" })).toBeUndefined()
    await stock("bowl", 0)
    await sendStock()
    expect(await offers().hasDue("chan", product)).toBe(true)
    const push = await claim({ of: "product" })
    expect(push?.writes).toHaveLength(2)
    for (const name of ["mug", "bowl"]) await answer(push!.id, name)
    await stock("bowl", 2)
    const back = await claim({ of: "product" })
    expect(back?.writes).toEqual([
      { externalId: "bowl", onSale: true },
      { externalId: "mug", onSale: true },
    ])
  })

  it("shows in previews, of rules and of a sync", async () => {
    await stock("mug", 0)
    await sendStock()
    const candidate = { channelId: "chan", rules: { when_sold_out: "zero" } }
    expect(await previewSync(room.ledger, "chan", max)).toMatchObject({
      stays: 2,
      ends: 1,
      rows: [{ listing_id: mug, now: 0, then: 0, kind: "stays", offer: "ends" }],
    })
    expect(await previewRules(room.ledger, candidate, max)).toMatchObject({ ends: 0, returns: 0, rows: [] })
    await answer((await claim())!.id, "mug")
    expect(await previewSync(room.ledger, "chan", max)).toMatchObject({ ends: 0, rows: [] })
    expect(await previewRules(room.ledger, candidate, max)).toMatchObject({
      returns: 1,
      rows: [{ listing_id: mug, offer: "returns" }],
    })
    await setRule("zero")
    await stock("bowl", 0)
    await answer((await claim())!.id, "mug")
    await sendStock()
    const ending = { channelId: "chan", rules: { when_sold_out: "end", buffer: 9 } }
    expect(await previewRules(room.ledger, ending, max)).toMatchObject({ to_zero: 0, ends: 2 })
    expect(bowl).not.toBe(mug)
  })
})

describe("a listing that is off sale on every channel of its account, or on none", () => {
  let room: Stockroom
  const listings: Record<string, string> = {}
  const channels = ["tr", "ro"] as const
  type Name = (typeof channels)[number]

  beforeAll(async () => {
    room = await openStockroom()
    await room.variant("mug", { mug: 1 })
    for (const name of channels) {
      await room.channel(name)
      listings[name] = await room.listing(name, "mug")
    }
  }, 180_000)
  afterAll(() => room.close())
  beforeEach(() => room.db.query(`truncate ledger.aspect, ledger.push, ledger.push_item, ledger.brake`))

  const offers = () => createOfferLedger(room.ledger)
  const scopeOf = (name: Name, brakePercent: number | null = null) => ({
    of: "account" as const,
    alongside: channels.filter((other) => other !== name).map((channelId) => ({ channelId, brakePercent })),
  })
  const claim = (name: Name) => offers().claim(name, { ...scopeOf(name), items: 10, brakePercent: null })
  const hasDue = (name: Name) => offers().hasDue(name, scopeOf(name))
  const shows = (name: Name, figure: number, when_sold_out = "end") =>
    room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, accepted, desired_at, reason)
       values ($1, 'stock', $2, 'settled', $3, $3, now(), jsonb_build_object('when_sold_out', $4::text))
       on conflict (listing_id, aspect) do update set desired = excluded.desired, accepted = excluded.accepted,
         reason = excluded.reason`,
      [listings[name], name, JSON.stringify(figure), when_sold_out],
    )
  const taken = (name: Name, push: { id: string } | undefined) =>
    offers().recordAnswers(
      { id: push!.id, channelId: name },
      [
        {
          external_id: "mug",
          status: "accepted",
          value: null,
          code: null,
          message: null,
          final: false,
          retry_after_ms: null,
        },
      ],
      "ended",
    )
  const offerOf = async (name: Name) => {
    const listing = await findListing(room.ledger, listings[name]!)
    return [listing?.offer_state, listing?.off_sale_since !== null]
  }

  it("stays while another channel still sells it, or shows zero by its rule", async () => {
    await shows("tr", 0)
    await shows("ro", 3)
    expect(await hasDue("tr")).toBe(false)
    expect(await claim("tr")).toBeUndefined()
    await shows("ro", 0, "zero")
    expect(await claim("tr")).toBeUndefined()
    await room.db.query(`delete from ledger.aspect where channel_id = 'ro'`)
    expect(await claim("tr")).toBeUndefined()
  })

  it("goes by one write when it ends on all of them, and is on its way on all of them", async () => {
    await shows("tr", 0)
    await shows("ro", 0)
    expect(await hasDue("tr")).toBe(true)
    const push = await claim("tr")
    expect(push?.writes).toEqual([{ externalId: "mug", onSale: false }])
    expect([await offerOf("tr"), await offerOf("ro")]).toEqual([
      ["sent", false],
      ["sent", false],
    ])
    expect(await claim("ro")).toBeUndefined()
    expect(await offers().unanswered(push!.id, "pending")).toEqual([{ external_id: "mug", value: false }])
    await taken("tr", push)
    expect([await offerOf("tr"), await offerOf("ro")]).toEqual([
      ["settled", true],
      ["settled", true],
    ])
    expect([await hasDue("tr"), await hasDue("ro")]).toEqual([false, false])
  })

  it("comes back everywhere as soon as one channel has stock of it", async () => {
    await shows("tr", 0)
    await shows("ro", 0)
    await taken("tr", await claim("tr"))
    await shows("ro", 2)
    expect(await hasDue("ro")).toBe(true)
    const back = await claim("ro")
    expect(back?.writes).toEqual([{ externalId: "mug", onSale: true }])
    await taken("ro", back)
    expect([await offerOf("tr"), await offerOf("ro")]).toEqual([
      ["settled", false],
      ["settled", false],
    ])
    expect([await hasDue("tr"), await hasDue("ro")]).toEqual([false, false])
  })

  it("waits while a figure of one of them is being claimed", async () => {
    await shows("tr", 0)
    await shows("ro", 0)
    await room.ledger.transaction(async (sql) => {
      await sql.query(`select from ledger.aspect where channel_id = 'ro' and aspect = 'stock' for update`)
      expect(await claim("tr")).toBeUndefined()
    })
    expect((await claim("tr"))?.writes).toHaveLength(1)
  })
})

describe("many listings that would go off sale at once", () => {
  let room: Stockroom
  const names = Array.from({ length: 30 }, (_, index) => `pen-${index}`)

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan")
    for (const name of names) {
      await room.variant(name, { [name]: 1 })
      await room.listing("chan", name)
    }
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, accepted, desired_at, reason)
       select id, 'stock', 'chan', 'settled', '0', '0', now(), '{"available": 0, "when_sold_out": "end"}'
       from ledger.listing`,
    )
  }, 180_000)
  afterAll(() => room.close())

  it("wait for a person, and go when they are let go", async () => {
    const offers = createOfferLedger(room.ledger)
    const claim = () => offers.claim("chan", { ...alone, items: 1000, brakePercent: 25 })
    expect(await claim()).toBeUndefined()
    const [brake] = await waitingBrakes(room.ledger)
    expect(brake).toMatchObject({ kind: "end", listings: 30, of_listings: 30 })
    expect(brake?.examples).toHaveLength(20)
    expect(brake?.examples[0]).toMatchObject({ from: null, to: null })
    await releaseBrake(room.ledger, brake!.id, "user_1")
    expect((await claim())?.writes).toHaveLength(30)
    const { rows } = await room.db.query(`select lane, ended, zeroed, raised from ledger.push`)
    expect(rows).toEqual([{ lane: "offer", ended: 0, zeroed: 0, raised: 0 }])
  })

  it("count with those that went shortly before", async () => {
    await room.db.query(`truncate ledger.push, ledger.push_item, ledger.brake`)
    await room.db.query(`update ledger.aspect set state = 'settled' where aspect = 'offer'`)
    await room.db.query(`delete from ledger.aspect where aspect = 'offer'`)
    const offers = createOfferLedger(room.ledger)
    const claim = (items: number) => offers.claim("chan", { ...alone, items, brakePercent: 50 })
    await room.db.query(
      `update ledger.aspect set desired = '1' where aspect = 'stock' and listing_id in (
         select id from ledger.listing order by id limit 15)`,
    )
    expect((await claim(1000))?.writes).toHaveLength(15)
    await room.db.query(`update ledger.aspect set desired = '0' where aspect = 'stock'`)
    expect(await claim(1000)).toBeUndefined()
    expect(await waitingBrakes(room.ledger)).toMatchObject([{ kind: "end", listings: 15 }])
  })
})
