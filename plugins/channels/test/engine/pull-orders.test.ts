import fc from "fast-check"
import type { InboxFact, OrderPage } from "../../src/contract"
import { pullOrders, type FactLedger } from "../../src/engine/orders/pull"
import type { OpenChannel } from "../../src/engine/sessions"

const second = 1_000
const minute = 60 * second
const opening = Date.parse("2026-03-01T12:00:00.000Z")
const pageSize = 3

/** What happens while a request for a page is on its way: packages by their number, known ones change, others are new. */
type Meanwhile = number[]

/** A marketplace whose list begins with the newest change, and moves while it is read. */
class Shop {
  now = opening
  requests = 0
  readonly #changes: { id: number; at: number }[] = []

  constructor(private readonly meanwhile: Meanwhile[]) {}

  change(id: number): void {
    this.now += 10
    this.#changes.push({ id, at: this.now })
  }

  /** When each package was last changed, as far as that was until then. */
  toldBy(moment: number): Map<number, number> {
    return new Map(this.#changes.filter(({ at }) => at <= moment).map(({ id, at }) => [id, at]))
  }

  async *pages(since: number): AsyncGenerator<OrderPage> {
    const through = new Date(this.now)
    let before = Infinity
    for (;;) {
      const listed = [...this.toldBy(this.now)].map(([id, at]) => ({ id, at })).sort((a, b) => b.at - a.at)
      const left = listed.filter(({ at }) => at >= since && at < before)
      const page = left.slice(0, pageSize)
      before = page.at(-1)?.at ?? before
      const isLast = left.length === page.length
      this.#answer()
      yield {
        facts: page.map(({ id, at }) => fact(id, at)),
        ...(isLast && { readThrough: through }),
        ...(page.length > 0 && { covers: { from: new Date(before), through } }),
      }
      if (isLast) return
      await Promise.resolve()
    }
  }

  #answer(): void {
    for (const id of this.meanwhile[this.requests] ?? []) this.change(id)
    this.requests += 1
    this.now += second
  }
}

const fact = (id: number, at: number): InboxFact => ({
  key: `${id} ${at}`,
  topic: "order",
  externalId: String(id),
  occurredAt: new Date(at),
  body: "{}",
})

/** An inbox in memory; `recorded` hears of every reading that counts. */
function inbox(shop: Shop, recorded: (began: number) => void) {
  const stored = new Map<number, number>()
  let mark = new Date(opening - minute)
  const facts: FactLedger = {
    now: () => Promise.resolve(new Date(shop.now)),
    readMark: () => Promise.resolve(mark),
    store: (_channelId, told) => {
      const added = told.filter(
        ({ externalId, occurredAt }) => (stored.get(Number(externalId)) ?? 0) < Number(occurredAt),
      )
      for (const { externalId, occurredAt } of added) stored.set(Number(externalId), Number(occurredAt))
      return Promise.resolve(added.length)
    },
    moveReadMark: (_channelId, through) => {
      if (through > mark) mark = through
      return Promise.resolve()
    },
    recordReading: (_channelId, began) => {
      recorded(began.getTime())
      return Promise.resolve()
    },
  }
  return { facts, stored }
}

/** Only what a reading looks at. */
const channelOf = (shop: Shop) =>
  ({
    channel: { id: "chan", orders_since: new Date(opening) },
    provider: {
      traits: { orders: { overlapMs: 60 * minute, reachMs: 24 * 60 * minute } },
      orders: { changesSince: (_session: unknown, since: Date) => shop.pages(since.getTime()) },
    },
    session: { runtime: { now: () => shop.now }, http: { send: () => Promise.resolve() } },
  }) as unknown as OpenChannel

const packages = fc.nat(12)
const meanwhile = fc.array(fc.array(packages, { maxLength: 2 }), { maxLength: 12 })
const pause = fc.record({
  changes: fc.array(packages, { maxLength: 8 }),
  sweep: fc.boolean(),
  ms: fc.nat(minute),
})

describe("a reading of orders whose list moves while it is read", () => {
  it("counts only from when all that was told by then is stored", async () => {
    await fc.assert(
      fc.asyncProperty(meanwhile, fc.array(pause, { minLength: 1, maxLength: 4 }), async (moves, pulls) => {
        const shop = new Shop(moves)
        const { facts, stored } = inbox(shop, (began) => {
          for (const [id, at] of shop.toldBy(began)) expect(stored.get(id) ?? 0).toBeGreaterThanOrEqual(at)
        })
        for (const { changes, sweep, ms } of pulls) {
          for (const id of changes) shop.change(id)
          await pullOrders(facts, channelOf(shop), { sweep })
          shop.now += ms
        }
      }),
      { numRuns: 1000 },
    )
  })

  it("counts from the look at the head of the list that found it at rest", async () => {
    const shop = new Shop([[4]])
    for (const id of [1, 2, 3, 4, 5, 6, 7]) shop.change(id)
    shop.now += minute
    const began = shop.now
    const readings: number[] = []
    await pullOrders(inbox(shop, (at) => readings.push(at)).facts, channelOf(shop), { sweep: false })
    // Two pages, on neither of which is the fourth package; the head brings it, and goes back far enough.
    expect(readings).toHaveLength(1)
    expect(readings[0]).toBeGreaterThan(began)
  })

  it("asks for one page where that brings everything since the mark", async () => {
    const shop = new Shop([])
    shop.change(1)
    const readings: number[] = []
    const { facts } = inbox(shop, (at) => readings.push(at))
    await pullOrders(facts, channelOf(shop), { sweep: false })
    expect([shop.requests, readings]).toEqual([1, [opening + 10]])
  })

  it("looks for what was listed late once in a while, and no further back than it must in between", async () => {
    const shop = new Shop([])
    for (const id of [1, 2, 3, 4, 5, 6, 7]) shop.change(id)
    const { facts } = inbox(shop, () => undefined)
    const requests = async (pauseMs: number) => {
      const before = shop.requests
      shop.now += pauseMs
      await pullOrders(facts, channelOf(shop), { sweep: false })
      return shop.requests - before
    }
    // Three pages and the head once more; what moved up could be on the first page alone.
    expect(await requests(11 * second)).toBe(4)
    expect(await requests(second)).toBe(1)
    expect(await requests(30 * second)).toBe(4)
  })

  it("does not count while the list moves faster than it can be read", async () => {
    const shop = new Shop(Array.from({ length: 200 }, () => [1, 2, 3, 4, 5, 6, 7]))
    for (const id of [1, 2, 3, 4, 5, 6, 7]) shop.change(id)
    const readings: number[] = []
    const { facts, stored } = inbox(shop, (at) => readings.push(at))
    await pullOrders(facts, channelOf(shop), { sweep: false })
    expect(readings).toEqual([])
    expect(stored.size).toBeGreaterThan(0)
  })
})
