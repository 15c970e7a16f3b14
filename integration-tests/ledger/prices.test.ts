import { decimal } from "@serai/channels/contract"
import type { SettledItem } from "@serai/channels/engine/stock/stock-ledger"
import { retryRefused } from "@serai/channels/ledger/aspects"
import { claimPush } from "@serai/channels/ledger/claims"
import { mapListing } from "@serai/channels/ledger/listings"
import { claimPrices, createPriceLedger, setDesiredPrices } from "@serai/channels/ledger/prices"
import { acceptedItem } from "./accepted"
import { openStockroom, type Stockroom } from "./stockroom"

const wish = (external_id: string, sale: string, list = sale) => ({
  external_id,
  sale_price: decimal.parse(sale),
  list_price: decimal.parse(list),
})

describe("the life of a listing's price", () => {
  let room: Stockroom
  let mug: string

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan_1")
    await room.channel("chan_2")
    for (const name of ["mug", "bowl", "tray"]) await room.variant(name, { [name]: 1 })
    mug = await room.listing("chan_1", "mug")
    await room.listing("chan_1", "bowl")
    await room.listing("chan_1", "tray")
    await room.listing("chan_2", "mug")
  }, 180_000)
  afterAll(() => room.close())
  beforeEach(() =>
    room.db.query(`truncate ledger.aspect, ledger.push, ledger.push_item, ledger.listing_rule`),
  )

  const prices = () => createPriceLedger(room.ledger)
  const set = (...rows: ReturnType<typeof wish>[]) => setDesiredPrices(room.ledger, "chan_1", rows)
  const claim = (items = 10, identicalWithinMs = 0) =>
    claimPrices(room.ledger, "chan_1", { items, identicalWithinMs })

  const answer = (push: string, external_id: string, outcome: Partial<SettledItem> = {}) =>
    prices().recordAnswers({ id: push, channelId: "chan_1" }, [acceptedItem(external_id, outcome)], "open")
  const refusal = { status: "rejected", code: "C", message: "too cheap", final: true } as const

  /** What the marketplace has taken of the mug. */
  const now = async () =>
    (
      await room.db.query<{ state: string; accepted: unknown; refusal: string | null; waits: boolean }>(
        `select state, accepted, refusal, changed_at is not null as waits from ledger.aspect
         where listing_id = $1 and aspect = 'price'`,
        [mug],
      )
    ).rows[0]

  it("becomes due where it differs, once, and tells which listings nobody knows", async () => {
    expect(await set(wish("mug", "9.90"), wish("bowl", "5.00"), wish("jug", "1.00"))).toEqual({
      changed: 2,
      unknown: ["jug"],
    })
    expect(await set(wish("mug", "9.90"), wish("bowl", "5.01"))).toEqual({ changed: 1, unknown: [] })
    expect(await now()).toMatchObject({ state: "due", accepted: null })
  })

  it("goes out digit for digit, as many as fit, and nobody else takes it", async () => {
    await set(wish("mug", "9.90", "12.00"), wish("bowl", "5.00"), wish("tray", "7.00"))
    const first = await claim(2)
    expect(first?.writes).toEqual([
      { externalId: "mug", salePrice: "9.90", listPrice: "12.00" },
      { externalId: "bowl", salePrice: "5.00", listPrice: "5.00" },
    ])
    expect((await claim())?.writes).toHaveLength(1)
    expect(await claim()).toBeUndefined()
  })

  it("is settled when it is accepted, and due again when another is wanted by then", async () => {
    await set(wish("mug", "9.90"))
    const first = await claim()
    await set(wish("mug", "8.90"))
    expect(await now()).toMatchObject({ state: "sent" })
    await answer(first!.id, "mug")
    expect(await now()).toMatchObject({
      state: "due",
      accepted: { sale_price: "9.90", list_price: "9.90" },
      waits: true,
    })
    await answer((await claim())!.id, "mug")
    expect(await now()).toMatchObject({ state: "settled", waits: false })
    // Back and forth before anything is sent comes to nothing.
    await set(wish("mug", "9.90"))
    await set(wish("mug", "8.90"))
    expect(await now()).toMatchObject({ state: "settled", waits: false })
  })

  it("keeps a refusal with its reason until another price is wanted, or the same once more", async () => {
    await set(wish("mug", "0.10"))
    await answer((await claim())!.id, "mug", refusal)
    expect(await now()).toMatchObject({ state: "refused", refusal: "too cheap" })
    expect(await claim()).toBeUndefined()
    expect(await set(wish("mug", "0.10"))).toMatchObject({ changed: 1 })
    await answer((await claim())!.id, "mug", refusal)
    expect(await retryRefused(room.ledger, mug)).toBe("chan_1")
    expect(await now()).toMatchObject({ state: "due", refusal: null })
  })

  it("is not sent again after its answer was lost before it was looked up", async () => {
    await set(wish("mug", "9.90"))
    const push = await claim()
    const failure = { kind: "unknown_outcome", message: "no answer", lost: true, retryAfterMs: 0 }
    await prices().recordFailure(push!.id, failure)
    await set(wish("mug", "8.90"))
    expect(await claim()).toBeUndefined()
    expect(await prices().unanswered(push!.id, "lost")).toEqual([
      { external_id: "mug", value: { sale_price: "9.90", list_price: "9.90" } },
    ])
    await prices().finish(push!.id)
    expect((await claim())?.writes).toMatchObject([{ salePrice: "8.90" }])
  })

  it("travels with a price that stands when the marketplace would call it a repetition", async () => {
    const quarter = 15 * 60_000
    for (const price of ["1.00", "2.00", "1.00"]) {
      await set(wish("mug", price))
      const push = await claim(10, quarter)
      expect(push?.writes).toHaveLength(1)
      await room.db.query(`update ledger.push set created_at = created_at - interval '20 minutes',
           sent_at = sent_at - interval '20 minutes'`)
      await answer(push!.id, "mug")
    }
    await set(wish("bowl", "3.00"))
    await answer((await claim(10, quarter))!.id, "bowl")
    for (const [price, items] of [
      ["4.00", 1],
      ["5.00", 1],
      ["4.00", 2],
    ] as const) {
      await set(wish("mug", price))
      const push = await claim(10, quarter)
      expect(push?.writes).toHaveLength(items)
      for (const { externalId } of push!.writes) await answer(push!.id, externalId)
    }
  })

  it("waits while its listing is paused", async () => {
    await set(wish("mug", "9.90"))
    await room.rule(mug, { paused: true })
    expect(await claim()).toBeUndefined()
    expect(await prices().hasDue("chan_1")).toBe(false)
  })

  it("has nothing to do with the listing's stock", async () => {
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, priority)
       values ($1, 'stock', 'chan_1', 'due', '5', now(), 1)`,
      [mug],
    )
    await set(wish("mug", "9.90"))
    const price = await claim()
    expect(price?.writes).toHaveLength(1)
    const stock = await claimPush(room.ledger, "chan_1", {
      lane: "lowered",
      gateOpen: true,
      limits: { items: 10, identicalWithinMs: 0 },
      brakePercent: null,
      compareAndSet: false,
    })
    expect(stock?.writes).toEqual([{ externalId: "mug", quantity: 5 }])
    await answer(price!.id, "mug")
    // Its variant is no longer known; what it sells for is.
    await mapListing(room.ledger, mug, null, "manual")
    expect(await now()).toMatchObject({ state: "settled", accepted: { sale_price: "9.90" } })
    const { rows } = await room.db.query<{ wanted: boolean }>(
      `select desired is not null as wanted from ledger.aspect where aspect = 'price'`,
    )
    expect(rows).toEqual([{ wanted: true }])
    await mapListing(room.ledger, mug, "mug", "manual")
  })
})
