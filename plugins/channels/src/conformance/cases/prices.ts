import assert from "node:assert/strict"
import { decimal, equalDecimals, type ChannelProvider, type PriceWrite } from "../../contract"
import { finalPrices, listingAt, openBench, readQuantity, rejectsWith, type Bench } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

const price = (externalId: string, sale: string, list = sale): PriceWrite => ({
  externalId,
  salePrice: decimal.parse(sale),
  listPrice: decimal.parse(list),
})

function pricesOf({ provider }: Bench) {
  assert.ok(provider.prices, "the connector has no `prices`")
  return provider.prices
}

async function readPrice(bench: Bench, listing: string) {
  const read = await pricesOf(bench).read(bench.session, [listing])
  return read.find((one) => one.externalId === listing)
}

async function assertShows(bench: Bench, wanted: PriceWrite): Promise<void> {
  const shown = await readPrice(bench, wanted.externalId)
  assert.ok(shown, `${wanted.externalId} is not told`)
  assert.ok(equalDecimals(shown.salePrice, wanted.salePrice), `it sells for ${shown.salePrice}`)
  assert.ok(equalDecimals(shown.listPrice, wanted.listPrice), `its list price is ${shown.listPrice}`)
}

async function showsWhatWasAccepted(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const wanted = [price(listingAt(world, 0), "112.85", "149.90"), price(listingAt(world, 1), "0.30")]
  const outcomes = await finalPrices(bench, wanted)
  for (const one of wanted) {
    assert.equal(outcomes.get(one.externalId)?.status, "accepted")
    await assertShows(bench, one)
    const seen = decimal.parse(await world.shownPrice(one.externalId))
    assert.ok(equalDecimals(seen, one.salePrice), `buyers see ${seen}`)
  }
}

async function leavesStockAlone(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  const before = await readQuantity(bench, listing)
  await finalPrices(bench, [price(listing, "7.00")])
  assert.equal(await readQuantity(bench, listing), before)
}

async function answersItemByItem(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const good = price(listingAt(world, 0), "8.00")
  const outcomes = await finalPrices(bench, [price("no-such-listing", "8.00"), good])
  const refused = outcomes.get("no-such-listing")
  assert.equal(refused?.status, "rejected")
  assert.notEqual(refused.message, "", "a rejection says why")
  assert.equal(outcomes.get(good.externalId)?.status, "accepted")
  await assertShows(bench, good)
}

async function refusesTooMany(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const most = bench.provider.traits.price?.batch.max
  assert.ok(most !== undefined, "a connector with `prices` says how many fit one request")
  const items = Array.from({ length: most + 1 }, (_, index) => price(`no-such-listing-${index}`, "1.00"))
  await rejectsWith(pricesOf(bench).write(bench.session, items), "rejected")
}

async function admitsThatAnAnswerWasLost(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const wanted = price(listingAt(world, 0), "6.40", "9.99")
  world.setFaults({ lostAnswer: 1 })
  await rejectsWith(pricesOf(bench).write(bench.session, [wanted]), "unknown_outcome")
  world.setFaults({ lostAnswer: 0 })
  await bench.session.runtime.sleep(60_000)
  await assertShows(bench, wanted)
}

async function seesLateRefusals(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  const before = await readPrice(bench, listing)
  world.setFaults({ lateRefusal: 1 })
  const outcomes = await finalPrices(bench, [price(listing, "3.33")])
  assert.equal(outcomes.get(listing)?.status, "rejected")
  assert.deepEqual(await readPrice(bench, listing), before)
}

const applies = (provider: ChannelProvider) => provider.prices !== undefined

export const priceCases: ConformanceCase[] = [
  { name: "sells for what was accepted, to the last digit", applies, run: showsWhatWasAccepted },
  { name: "changes prices without a word about stock", applies, run: leavesStockAlone },
  {
    name: "answers prices item by item: one bad item does not spoil the others",
    applies,
    run: answersItemByItem,
  },
  { name: "refuses more prices than the marketplace takes at once, whole", applies, run: refusesTooMany },
  {
    name: "calls a price write whose answer was lost `unknown_outcome`, and `prices.read` shows the truth",
    applies,
    run: admitsThatAnAnswerWasLost,
  },
  {
    name: "reports prices that a batch refuses late",
    applies: (provider) => applies(provider) && provider.prices?.settle !== undefined,
    run: seesLateRefusals,
  },
]
