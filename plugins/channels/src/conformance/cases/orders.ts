import assert from "node:assert/strict"
import { collect, factsOf, listingAt, openBench, pull, recentFacts } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

/** More than two pages of any marketplace we know. */
const manyOrders = 450

async function placeMany(world: ConformanceWorld): Promise<string[]> {
  const placed: string[] = []
  for (let index = 0; index < manyOrders; index += 1) {
    placed.push(await world.placeOrder([{ listing: listingAt(world, index % 3), quantity: 1 }]))
    world.clock.advance(1_000)
  }
  return placed
}

async function tellsEveryOrderOnce(world: ConformanceWorld): Promise<void> {
  const placed = await placeMany(world)
  const facts = await recentFacts(world)
  const told = facts.map((fact) => fact.externalId)
  assert.deepEqual([...told].sort(), [...placed].sort())
  assert.equal(new Set(facts.map((fact) => fact.key)).size, facts.length, "two facts have one key")
}

/** Whoever stores the mark of a page and stops there has missed nothing that is older. */
async function promisesNoMoreThanItTold(world: ConformanceWorld): Promise<void> {
  await placeMany(world)
  const pages = await pull(openBench(world), new Date(world.clock.now() - 3_600_000))
  assert.ok(pages.length > 2, `${manyOrders} orders came in ${pages.length} pages; the case needs several`)
  for (const [index, { readThrough }] of pages.entries()) {
    if (!readThrough) continue
    const late = factsOf(pages.slice(index + 1)).filter((fact) => (fact.occurredAt ?? 0) <= readThrough)
    assert.equal(
      late.length,
      0,
      `page ${index} promised ${readThrough.toISOString()}, but older facts followed`,
    )
  }
  assert.ok(pages.at(-1)?.readThrough, "the last page must move the mark")
}

async function movesTheMarkWithoutOrders(world: ConformanceWorld): Promise<void> {
  world.clock.advance(3_600_000)
  const pages = await pull(openBench(world), new Date(world.clock.now() - 60_000))
  const mark = pages.at(-1)?.readThrough
  assert.ok(mark && mark.getTime() > world.clock.now() - 60_000, "a quiet channel's mark must advance too")
}

async function startsWithinItsReach(world: ConformanceWorld): Promise<void> {
  const placed = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
  const bench = openBench(world)
  const since = new Date(world.clock.now() - 3 * bench.provider.traits.orders.reachMs)
  const pages = await collect(bench.provider.orders.changesSince(bench.session, since))
  assert.deepEqual(
    factsOf(pages).map((fact) => fact.externalId),
    [placed],
  )
}

async function readsWhatWasBought(world: ConformanceWorld): Promise<void> {
  const lines = [
    { listing: listingAt(world, 0), quantity: 2 },
    { listing: listingAt(world, 1), quantity: 1 },
  ]
  const placed = await world.placeOrder(lines)
  const [fact] = await recentFacts(world)
  const [order] = world.provider.orders.read(fact?.body ?? "")
  assert.equal(order?.externalId, placed)
  assert.match(order.currency, /^[A-Z]{3}$/)
  assert.ok(Math.abs(order.placedAt.getTime() - world.clock.now()) < 60_000, "the order was placed just now")
  const bought = order.packages.flatMap((one) =>
    one.lines.map((line) => ({ listing: line.listingExternalId, quantity: line.quantity })),
  )
  assert.deepEqual(bought, lines)
}

async function givesOneFactOneKey(world: ConformanceWorld): Promise<void> {
  const placed = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
  const [first] = await recentFacts(world)
  const [again] = await recentFacts(world)
  assert.equal(again?.key, first?.key, "the same fact polled twice")
  world.clock.advance(1_000)
  await world.cancelOrder(placed)
  const facts = await recentFacts(world)
  const cancelled = facts.filter((fact) => fact.externalId === placed)
  assert.ok(
    cancelled.length > 0 && cancelled.every((fact) => fact.key !== first?.key),
    "other content, other key",
  )
  const states = cancelled.flatMap((fact) =>
    world.provider.orders.read(fact.body).flatMap((order) => order.packages.map((one) => one.state)),
  )
  assert.deepEqual(new Set(states), new Set(["cancelled"]))
}

async function fetchesOneOrder(world: ConformanceWorld): Promise<void> {
  const placed = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
  await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
  const { provider, session } = openBench(world)
  const facts = (await provider.orders.fetch?.(session, placed)) ?? []
  assert.deepEqual(
    facts.map((fact) => fact.externalId),
    [placed],
  )
  assert.deepEqual(await provider.orders.fetch?.(session, "0000000"), [])
}

const tenMinutes = 600_000

async function losesNothingToSkewedClocks(world: ConformanceWorld): Promise<void> {
  for (const skewMs of [-tenMinutes, tenMinutes]) {
    const bench = openBench(world, { skewMs })
    const first = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
    const start = new Date(bench.session.runtime.now() - 3_600_000)
    const before = await pull(bench, start)
    world.clock.advance(1_000)
    const second = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
    const after = await pull(bench, before.at(-1)?.readThrough ?? start)
    const told = new Set(factsOf([...before, ...after]).map((fact) => fact.externalId))
    assert.ok(told.has(first) && told.has(second), `an order was lost with a clock ${skewMs} ms off`)
  }
}

export const orderCases: ConformanceCase[] = [
  { name: "tells every order once, over many pages", run: tellsEveryOrderOnce },
  { name: "moves the read mark only when nothing older can follow", run: promisesNoMoreThanItTold },
  { name: "moves the read mark when nothing was ordered", run: movesTheMarkWithoutOrders },
  { name: "asks for no more than the marketplace still tells", run: startsWithinItsReach },
  { name: "reads orders with their lines as they were bought", run: readsWhatWasBought },
  { name: "gives one fact one key, and other content another", run: givesOneFactOneKey },
  {
    name: "fetches one order, and nothing for an unknown number",
    applies: (provider) => provider.orders.fetch !== undefined,
    run: fetchesOneOrder,
  },
  { name: "loses no order when clocks are ten minutes apart", run: losesNothingToSkewedClocks },
]
