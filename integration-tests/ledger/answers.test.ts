import type { ClaimRequest, SettledItem } from "@serai/channels/engine/stock/stock-ledger"
import {
  markMoved,
  markUnknown,
  recordAnswers,
  releaseUnsent,
  retryRefused,
} from "@serai/channels/ledger/aspects"
import { claimPush } from "@serai/channels/ledger/claims"
import { createFactLedger } from "@serai/channels/ledger/gate"
import { mapListing } from "@serai/channels/ledger/listings"
import { findStandingFacts } from "@serai/channels/ledger/queries/standing"
import { createStockLedger } from "@serai/channels/ledger/stock-ledger"
import { eventually } from "../support/eventually"
import { acceptedItem } from "./accepted"
import { openStockroom, type Stockroom } from "./stockroom"

type State = "settled" | "due" | "sent" | "refused" | "unknown"

describe("the life of a listing's figure", () => {
  let room: Stockroom
  let listing: string

  beforeAll(async () => {
    room = await openStockroom()
    await room.variant("mug", { cup: 1 })
    await room.channel("chan_1")
    listing = await room.listing("chan_1", "mug")
  }, 180_000)
  afterAll(() => room.close())

  /** The figure is wanted, and nothing was ever accepted. */
  async function due(desired = 5) {
    await room.db.query(`truncate ledger.aspect, ledger.push, ledger.push_item`)
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, changed_at)
       values ($1, 'stock', 'chan_1', 'due', to_jsonb($2::int), now(), now())`,
      [listing, desired],
    )
  }

  const claim = (request: Partial<ClaimRequest> = {}) =>
    claimPush(room.ledger, "chan_1", {
      lane: "lowered",
      gateOpen: true,
      limits: { items: 10, identicalWithinMs: 0 },
      brakePercent: null,
      compareAndSet: false,
      ...request,
    })

  async function send(): Promise<string> {
    const push = await claim()
    expect(push?.writes).toHaveLength(1)
    return push!.id
  }

  async function sent(desired?: number): Promise<string> {
    await due(desired)
    return send()
  }

  const want = (desired: number) =>
    room.db.query(`update ledger.aspect set desired = to_jsonb($1::int)`, [desired])

  const answer = (push: string, outcome: Partial<SettledItem>) =>
    recordAnswers(room.ledger, push, [acceptedItem("mug", outcome)])

  const moved = (at = new Date()) => markMoved(room.ledger, "chan_1", [{ external_id: "mug", moved_at: at }])

  const refusal = { status: "rejected", code: "C", message: "no", final: true } as const

  const now = async () =>
    (
      await room.db.query<{ state: State; accepted: number | null; waits: boolean; refusal: string | null }>(
        `select state, accepted::int as accepted, coalesce(retry_at > now(), false) as waits, refusal from ledger.aspect`,
      )
    ).rows[0]

  it("due → sent, and nobody else can take it", async () => {
    await sent()
    expect(await now()).toMatchObject({ state: "sent", accepted: null })
    expect(await claim()).toBeUndefined()
  })

  it("sent → settled when it is accepted", async () => {
    expect(await answer(await sent(), {})).toEqual({ accepted: 1, rejected: 0 })
    expect(await now()).toMatchObject({ state: "settled", accepted: 5 })
  })

  it("sent → due when it is accepted and another figure is wanted by now", async () => {
    const push = await sent()
    await want(4)
    await answer(push, {})
    expect(await now()).toMatchObject({ state: "due", accepted: 5 })
  })

  it("sent → due when another figure is decided in the very moment of the answer", async () => {
    const push = await sent()
    await room.db.query("begin")
    await want(4)
    const answered = answer(push, {})
    await eventually("the answer to wait for the figure", async () => {
      const { rows } = await room.db.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
      return rows.length > 0
    })
    await room.db.query("commit")
    await answered
    expect(await now()).toMatchObject({ state: "due", accepted: 5 })
  })

  it("sent → due when they show another figure than was sent", async () => {
    await answer(await sent(), { value: 3 })
    expect(await now()).toMatchObject({ state: "due", accepted: 3 })
  })

  it("sent → due when they have moved their figure since, but not when they had before", async () => {
    const push = await sent()
    await answer(push, {})
    await moved()
    await room.db.query(`update ledger.aspect set state = 'due'`)
    const later = await send()
    await answer(later, {})
    expect(await now()).toMatchObject({ state: "settled" })

    await room.db.query(`update ledger.aspect set state = 'due'`)
    const crossed = await send()
    await moved()
    await answer(crossed, {})
    expect(await now()).toMatchObject({ state: "due", accepted: 5 })
  })

  it("sent → due when the very first figure sold before its answer came", async () => {
    const push = await sent()
    await moved()
    await answer(push, {})
    expect(await now()).toMatchObject({ state: "due", accepted: 5 })
  })

  it("takes along what it sends with a repeat, so that nothing newer can be sent for it meanwhile", async () => {
    await room.variant("bowl", { clay: 1 })
    const companion = await room.listing("chan_1", "bowl")
    await answer(await sent(), {})
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, accepted, accepted_at)
       values ($1, 'stock', 'chan_1', 'settled', '9', now(), '9', now())`,
      [companion],
    )
    await room.db.query(`update ledger.aspect set state = 'due' where listing_id = $1`, [listing])
    const push = await claim({ limits: { items: 10, identicalWithinMs: 60_000 } })
    expect(push?.writes).toContainEqual({ externalId: "bowl", quantity: 9 })
    const { rows } = await room.db.query<{ state: State }>(`select state from ledger.aspect`)
    expect(rows.map(({ state }) => state)).toEqual(["sent", "sent"])
    await room.db.query(`delete from ledger.listing where id = $1`, [companion])
  })

  it("sends less of a full batch that would be a repeat, and the rest right after it", async () => {
    await room.variant("plate", { slip: 1 })
    const plate = await room.listing("chan_1", "plate")
    const again = () => room.db.query(`update ledger.aspect set state = 'due'`)
    const full = () => claim({ limits: { items: 2, identicalWithinMs: 60_000 } })
    await due(5)
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at)
       values ($1, 'stock', 'chan_1', 'due', '9', now())`,
      [plate],
    )
    const names = async () => (await full())?.writes.map(({ externalId }) => externalId)
    expect(await names()).toEqual(["mug", "plate"])
    await again()
    expect(await names()).toEqual(["mug"])
    expect(await names()).toEqual(["plate"])
    await room.db.query(`delete from ledger.listing where id = $1`, [plate])
  })

  it("stays due while the marketplace would take it for a repeat and nothing can go along, and says until when", async () => {
    const limits = { items: 10, identicalWithinMs: 60_000 }
    await answer(await sent(), {})
    await room.db.query(`update ledger.aspect set state = 'due'`)
    expect(await claim({ limits })).toBeUndefined()
    const until = (await findStandingFacts(room.ledger, listing, () => 60_000))?.repeated_until
    expect(Math.abs(until!.getTime() - Date.now() - 60_000)).toBeLessThan(10_000)
    await room.db.query(`update ledger.push set sent_at = sent_at - interval '1 minute'`)
    expect(await findStandingFacts(room.ledger, listing, () => 60_000)).toMatchObject({
      repeated_until: null,
    })
    expect((await claim({ limits }))?.writes).toHaveLength(1)
  })

  it("goes once more, unchanged, when its answer was lost and nothing of it was to be seen", async () => {
    const stock = createStockLedger(room.ledger, () => Promise.resolve([]))
    const limits = { items: 10, identicalWithinMs: 60_000 }
    const push = await sent()
    await stock.recordFailure(push, { kind: "unknown_outcome", message: "", lost: true, retryAfterMs: 0 })
    await stock.finish(push)
    expect((await claim({ limits }))?.writes).toHaveLength(1)
  })

  it("due → sent with a word that it corrects, when an order was missing from the last write", async () => {
    const cause = async (push: string) =>
      (await room.db.query<{ cause: string }>(`select cause from ledger.push where id = $1`, [push])).rows[0]
        ?.cause
    await answer(await sent(), {})
    const minute = 60_000
    await moved(new Date(Date.now() + minute))
    await room.db.query(`update ledger.aspect set state = 'due'`)
    const following = await send()
    expect(await cause(following)).toBe("change")
    await answer(following, {})
    await moved(new Date(Date.now() - minute))
    await room.db.query(`update ledger.aspect set state = 'due'`)
    const correcting = await send()
    expect(await cause(correcting)).toBe("correction")
  })

  it("sent → due when it shows another figure than expected, and waits until its orders are read", async () => {
    await answer(await sent(), {})
    await want(4)
    await room.db.query(`update ledger.aspect set state = 'due'`)
    const push = await claim({ compareAndSet: true })
    expect(push?.writes).toEqual([{ externalId: "mug", quantity: 4, expected: 5 }])
    await answer(push!.id, { status: "moved", value: 3 })
    expect(await now()).toMatchObject({ state: "due", accepted: 5, waits: false })
    expect(await claim({ compareAndSet: true })).toBeUndefined()
    const facts = createFactLedger(room.ledger)
    await facts.recordReading("chan_1", await facts.now())
    expect((await claim({ compareAndSet: true }))?.writes).toEqual([
      { externalId: "mug", quantity: 4, expected: 3 },
    ])
  })

  it("sent → refused when it is refused for good, with the reason", async () => {
    expect(await answer(await sent(), refusal)).toEqual({ accepted: 0, rejected: 1 })
    expect(await now()).toMatchObject({ state: "refused", accepted: null, refusal: "no" })
  })

  it("sent → due when it is refused for good and another figure is wanted by now", async () => {
    const push = await sent()
    await want(4)
    await answer(push, refusal)
    expect(await now()).toMatchObject({ state: "due", waits: false })
  })

  it("sent → due after a pause when it is refused for now", async () => {
    await answer(await sent(), { ...refusal, final: false, retry_after_ms: 60_000 })
    expect(await now()).toMatchObject({ state: "due", waits: true })
    expect(await claim()).toBeUndefined()
  })

  it("sent → unknown when the answer is lost; then nobody sends it again before it was looked up", async () => {
    const push = await sent()
    await markUnknown(room.ledger, push)
    expect(await now()).toMatchObject({ state: "unknown" })
    await want(4)
    expect(await claim()).toBeUndefined()
    await want(5)
    await answer(push, {})
    expect(await now()).toMatchObject({ state: "settled", accepted: 5 })
  })

  it("unknown → due when it did not arrive", async () => {
    const push = await sent()
    await markUnknown(room.ledger, push)
    await releaseUnsent(room.ledger, push, 0)
    expect(await now()).toMatchObject({ state: "due", accepted: null })
  })

  it("sent → due when nothing was sent after all", async () => {
    const push = await sent()
    await releaseUnsent(room.ledger, push, 60_000)
    expect(await now()).toMatchObject({ state: "due", waits: true })
  })

  it("refused → due when an operator tries again, and only then", async () => {
    await answer(await sent(), refusal)
    expect(await claim()).toBeUndefined()
    expect(await retryRefused(room.ledger, listing)).toBe("chan_1")
    expect(await now()).toMatchObject({ state: "due", refusal: null })
    expect(await retryRefused(room.ledger, listing)).toBeUndefined()
  })

  it("counts an answer once, and leaves the figure of a later push alone", async () => {
    const first = await sent()
    await releaseUnsent(room.ledger, first, 0)
    const second = await send()
    expect(await answer(first, refusal)).toEqual({ accepted: 0, rejected: 0 })
    expect(await now()).toMatchObject({ state: "sent" })
    expect(await answer(second, {})).toEqual({ accepted: 1, rejected: 0 })
    expect(await answer(second, refusal)).toEqual({ accepted: 0, rejected: 0 })
    expect(await now()).toMatchObject({ state: "settled" })
  })

  it.each(["accepted", "released"])(
    "sent → settled when the listing was unmapped meanwhile and it is %s",
    async (end) => {
      const push = await sent()
      await mapListing(room.ledger, listing, null, "manual")
      expect(await now()).toMatchObject({ state: "sent" })
      await (end === "accepted" ? answer(push, {}) : releaseUnsent(room.ledger, push, 0))
      expect(await now()).toMatchObject({ state: "settled" })
      await mapListing(room.ledger, listing, "mug", "manual")
    },
  )
})
