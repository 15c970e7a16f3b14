import assert from "node:assert/strict"
import { finalOutcomes, listingAt, openBench, readQuantity, rejectsWith, settled } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

async function showsWhatWasAccepted(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const [first, second] = [listingAt(world, 0), listingAt(world, 1)]
  const outcomes = await finalOutcomes(bench, [
    { externalId: first, quantity: 7 },
    { externalId: second, quantity: 0 },
  ])
  assert.deepEqual([outcomes.get(first)?.status, outcomes.get(second)?.status], ["accepted", "accepted"])
  assert.deepEqual([await world.shownQuantity(first), await world.shownQuantity(second)], [7, 0])
  assert.equal(await readQuantity(bench, first), 7)
}

async function answersItemByItem(world: ConformanceWorld): Promise<void> {
  const good = listingAt(world, 0)
  const bad = ["no-such-listing", ...(world.blockedListing === null ? [] : [world.blockedListing])]
  const items = [...bad, good].map((externalId) => ({ externalId, quantity: 3 }))
  const outcomes = await finalOutcomes(openBench(world), items)
  assert.equal(outcomes.get(good)?.status, "accepted")
  for (const externalId of bad) {
    const outcome = outcomes.get(externalId)
    assert.equal(outcome?.status, "rejected", `${externalId} was not rejected`)
    assert.notEqual(outcome.message, "", "a rejection says why")
  }
  assert.equal(await world.shownQuantity(good), 3)
}

async function settlesBatches(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const items = [0, 1, 2].map((index) => ({ externalId: listingAt(world, index), quantity: 5 }))
  const sent = items.map((item) => item.externalId)
  const [outcome] = await bench.provider.stock.write(bench.session, items)
  assert.equal(outcome?.status, "pending")
  const early = await bench.provider.stock.settle?.(bench.session, outcome.batch, sent)
  assert.equal(early?.done, false, "a batch that is still worked off is not done")
  const answers = await settled(bench, outcome.batch, sent)
  assert.deepEqual(answers.map((answer) => answer.externalId).sort(), [...sent].sort())
  await rejectsWith(
    bench.provider.stock.settle?.(bench.session, "no-such-batch", sent) ?? reject(),
    "not_found",
  )
}

const reject = () => Promise.reject(new Error("the connector has no settle"))

async function seesLateRefusals(world: ConformanceWorld): Promise<void> {
  const listing = listingAt(world, 0)
  const before = await world.shownQuantity(listing)
  world.setFaults({ lateRefusal: 1 })
  const outcomes = await finalOutcomes(openBench(world), [{ externalId: listing, quantity: 1 }])
  assert.equal(outcomes.get(listing)?.status, "rejected")
  assert.equal(await world.shownQuantity(listing), before)
}

/** Whether the connector or the marketplace notices does not matter; that nothing is shown does. */
async function refusesTooMuch(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  const before = await world.shownQuantity(listing)
  const item = { externalId: listing, quantity: bench.provider.traits.stock.max + 1 }
  const outcome = await finalOutcomes(bench, [item]).then(
    (outcomes) => outcomes.get(listing)?.status,
    (error: unknown) => rejectsWith(Promise.reject(error as Error), "rejected").then(() => "rejected"),
  )
  assert.equal(outcome, "rejected")
  assert.equal(await world.shownQuantity(listing), before)
}

async function refusesTooMany(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world)
  const listing = listingAt(world, 0)
  const before = await world.shownQuantity(listing)
  const items = Array.from({ length: provider.traits.stock.batch.max + 1 }, (_, index) => ({
    externalId: index === 0 ? listing : `no-such-listing-${index}`,
    quantity: 1,
  }))
  await rejectsWith(provider.stock.write(session, items), "rejected")
  await session.runtime.sleep(60_000)
  assert.equal(await world.shownQuantity(listing), before)
}

async function admitsThatAnAnswerWasLost(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  world.setFaults({ lostAnswer: 1 })
  const item = { externalId: listing, quantity: 4 }
  await rejectsWith(bench.provider.stock.write(bench.session, [item]), "unknown_outcome")
  world.setFaults({ lostAnswer: 0 })
  await bench.session.runtime.sleep(60_000)
  assert.equal(await readQuantity(bench, listing), await world.shownQuantity(listing))
  assert.equal(
    await world.shownQuantity(listing),
    4,
    "the write was carried out although its answer was lost",
  )
}

/** The second of two equal writes says nothing about the first: it must be looked up, not given up. */
async function takesARepetitionForUnknown(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world)
  const items = [{ externalId: listingAt(world, 0), quantity: 4 }]
  await provider.stock.write(session, items)
  await session.runtime.sleep(1_000)
  await rejectsWith(provider.stock.write(session, items), "unknown_outcome")
}

async function leavesUnknownListingsOut(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world)
  const asked = [...world.listings.slice(0, 120), "no-such-listing"]
  const read = await provider.stock.read(session, asked)
  assert.deepEqual(read.map((one) => one.externalId).sort(), asked.slice(0, -1).sort())
  assert.equal(read[0]?.quantity, await world.shownQuantity(read[0]?.externalId ?? ""))
}

async function seesTheMarketplaceSell(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  const before = await readQuantity(bench, listing)
  await world.placeOrder([{ listing, quantity: 3 }])
  assert.equal(await readQuantity(bench, listing), (before ?? 0) - 3)
}

export const stockCases: ConformanceCase[] = [
  { name: "shows what was accepted, zero included", run: showsWhatWasAccepted },
  { name: "answers item by item: one bad item does not spoil the others", run: answersItemByItem },
  {
    name: "settles a batch: first not done, then done with one answer per item, and unknown batches are `not_found`",
    applies: (provider) => provider.traits.stock.answer === "batch",
    run: settlesBatches,
  },
  {
    name: "reports items that a batch refuses late",
    applies: (provider) => provider.traits.stock.answer === "batch",
    run: seesLateRefusals,
  },
  { name: "never shows more than the marketplace's maximum", run: refusesTooMuch },
  { name: "refuses a batch larger than the marketplace takes, whole", run: refusesTooMany },
  {
    name: "calls a write whose answer was lost `unknown_outcome`, and `read` shows the truth",
    run: admitsThatAnAnswerWasLost,
  },
  {
    name: "calls a write refused as a repetition `unknown_outcome`",
    applies: (provider) => provider.traits.stock.identicalWriteWindowMs > 0,
    run: takesARepetitionForUnknown,
  },
  { name: "reads many figures and leaves out unknown listings", run: leavesUnknownListingsOut },
  {
    name: "sees the marketplace's own figure fall when it sells",
    applies: (provider) => provider.traits.stock.ownDecrement === "yes",
    run: seesTheMarketplaceSell,
  },
]
