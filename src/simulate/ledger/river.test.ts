import type { Outcome, StockWrite } from "@serai/channels/contract"
import { pushLane } from "@serai/channels/engine/stock/push"
import { settlePushes } from "@serai/channels/engine/stock/settle"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import { MemoryLedger, stockLedgerOf, type Step } from "./memory-ledger"

const second = 1_000
const landsWithinMs = 15 * second
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const atOnce: Step = (act) => Promise.resolve(act())

/** One listing of which two may be sold, on a marketplace that shows what it is told to. */
function stand(write: "absolute" | "compare-and-set") {
  const clock = { now: 1_000 * second }
  const shop = { shows: 0, answers: [] as ((items: StockWrite[]) => Outcome[])[], looks: [] as number[] }
  const listing = { id: 1, channelId: "chan", externalId: "mug", variantId: "mug" }
  const silent = { onDirty: () => undefined, onStored: () => undefined }
  const ledger = new MemoryLedger(
    { desiredOf: () => 2, listingsOfItem: () => [listing] },
    () => clock.now,
    silent,
  )
  ledger.tables.addListing(listing)
  const session = {
    channelId: "chan",
    runtime: { now: () => clock.now, sleep: (ms: number) => Promise.resolve(void (clock.now += ms)) },
  }
  const provider = {
    traits: {
      stock: {
        batch: { max: 10 },
        write,
        identicalWriteWindowMs: 0,
        settleWithinMs: 60 * second,
        landsWithinMs,
      },
    },
    stock: {
      write: (_: unknown, items: StockWrite[]) => Promise.resolve(shop.answers.shift()?.(items) ?? []),
      read: () => {
        shop.looks.push(clock.now)
        return Promise.resolve([{ externalId: "mug", quantity: shop.shows }])
      },
    },
  }
  const channel = { id: "chan", state: "active", freshness_seconds: 10, brake_percent: null }
  // Only what pushing and settling read of a channel.
  const open = { channel, provider, session } as unknown as OpenChannel
  ledger.recordReading("chan", new Date(clock.now))
  ledger.recomputeChannel("chan")
  return { clock, shop, ledger, open, dependencies: { stock: stockLedgerOf(ledger, atOnce), log } }
}

const run = {
  lane: "raised" as const,
  onSent: () => Promise.resolve(),
  onAgeing: () => Promise.resolve(),
  onChanged: () => Promise.resolve(),
}

describe("the river on the ledger in memory", () => {
  it("takes nothing a marketplace shows for an answer while the lost write may still be carried out", async () => {
    const { clock, shop, ledger, open, dependencies } = stand("absolute")
    const push = await dependencies.stock.claim("chan", {
      lane: "raised",
      gateOpen: true,
      limits: { items: 10, identicalWithinMs: 0 },
      brakePercent: null,
      compareAndSet: false,
    })
    const lostAt = clock.now
    await dependencies.stock.recordFailure(push!.id, {
      kind: "unknown_outcome",
      message: "",
      lost: true,
      retryAfterMs: 0,
    })
    // It came to that figure by itself: the write is still on its way.
    shop.shows = 2
    await settlePushes(dependencies, open, () => Promise.resolve())
    expect(shop.looks.every((at) => at > lostAt + landsWithinMs)).toBe(true)
    expect(ledger.tables.figureOf("chan", "mug")).toMatchObject({ state: "settled", accepted: 2 })
  })

  it("reads the orders at once when a marketplace shows another figure than expected", async () => {
    const { shop, open, dependencies } = stand("compare-and-set")
    shop.answers.push(() => [{ status: "moved", value: 1 }])
    expect(await pushLane(dependencies, open, run)).toBe("unread")
  })
})
