import type { StockLane } from "@serai/channels/engine/stock/stock-ledger"
import fc from "fast-check"
import { channelId, compare, items, openPair, variants, type Act } from "./ledger-pair"
import * as steps from "./ledger-steps"
import type { Answer } from "./ledger-steps"
import { openStockroom, type Stockroom } from "./stockroom"

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)
const push = fc.nat({ max: 5 })
const answer: fc.Arbitrary<Answer> = oneOf<Answer>(
  { status: "accepted", value: null, final: false, retry_after_ms: null },
  { status: "accepted", value: null, final: false, retry_after_ms: null },
  { status: "accepted", value: 1, final: false, retry_after_ms: null },
  { status: "rejected", value: null, final: true, retry_after_ms: null },
  { status: "rejected", value: null, final: false, retry_after_ms: 60_000 },
  { status: "moved", value: 2, final: false, retry_after_ms: null },
)

const named = (name: string, act: Act) => ({ act, toString: () => name })

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant(named("all accepted", steps.allAccepted)) },
  { weight: 3, arbitrary: fc.constant(named("all sent", steps.allSent)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(oneOf(...items), fc.nat({ max: 4 }))
      .map(([item, count]) => named(`${item} = ${count}`, steps.setStock(item, count))),
  },
  { weight: 5, arbitrary: fc.constant(named("recompute", steps.recompute)) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        lane: oneOf<StockLane>("lowered", "raised"),
        gateOpen: fc.boolean(),
        most: oneOf(2, 50),
        identicalWithinMs: oneOf(0, 900_000),
        brakePercent: oneOf(null, 30, 30),
        compareAndSet: oneOf(false, false, true),
      })
      .map((how) => named(`claim ${JSON.stringify(how)}`, steps.claim(how))),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        push,
        fc.array(answer, { maxLength: 3 }),
        oneOf<"ended" | "open" | "batch">("ended", "ended", "open", "batch"),
      )
      .map(([which, answers, end]) =>
        named(`answer ${which} ${JSON.stringify(answers)} ${end}`, steps.answered(which, answers, end)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(push, fc.boolean(), oneOf(0, 60_000))
      .map(([which, lost, ms]) =>
        named(`fail ${which} ${lost ? "lost" : "unsent"} ${ms}`, steps.failed(which, lost, ms)),
      ),
  },
  { weight: 1, arbitrary: push.map((which) => named(`look up ${which}`, steps.lookedUp(which))) },
  { weight: 2, arbitrary: push.map((which) => named(`finish ${which}`, steps.finished(which))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oneOf("cup", "bowl", "set"), oneOf(-120_000, 0, 120_000))
      .map(([listing, ms]) => named(`moved ${listing} ${ms}`, steps.moved(listing, ms))),
  },
  { weight: 2, arbitrary: fc.constant(named("reading begins", steps.readingBegins)) },
  { weight: 2, arbitrary: fc.constant(named("reading ends", steps.readingEnds)) },
  { weight: 1, arbitrary: fc.constant(named("fact", steps.factArrives)) },
  { weight: 1, arbitrary: fc.constant(named("ingested", steps.allIngested)) },
  { weight: 1, arbitrary: fc.constant(named("try refused again", steps.triedAgain)) },
  { weight: 1, arbitrary: fc.constant(named("release brakes", steps.brakesReleased)) },
  {
    weight: 2,
    arbitrary: oneOf(37_000, 71_000, 661_000).map((ms) => named(`${ms} ms pass`, steps.timePasses(ms))),
  },
)

describe("the ledger in memory", () => {
  let room: Stockroom
  beforeAll(async () => {
    room = await openStockroom()
    for (const [id, recipe] of variants) await room.variant(id, recipe)
    await room.channel(channelId)
    await room.link(channelId, "shelf")
    for (const item of items) await room.level(item, "shelf", 0)
    for (const [id] of variants) await room.listing(channelId, id)
  }, 180_000)
  afterAll(() => room.close())

  it("answers like the one in Postgres, whatever happens in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 24 }), async (sequence) => {
        const pair = await openPair(room)
        for (const { act } of sequence) {
          await act(room, pair)
          await compare(room, pair)
        }
      }),
      { numRuns: 60 },
    )
  }, 300_000)
})
