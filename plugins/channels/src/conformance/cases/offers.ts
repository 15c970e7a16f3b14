import assert from "node:assert/strict"
import type { ChannelProvider, OfferWrite } from "../../contract"
import {
  collect,
  finalOffers,
  finalOutcomes,
  listingAt,
  openBench,
  readQuantity,
  rejectsWith,
  type Bench,
} from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

const off = (externalId: string): OfferWrite => ({ externalId, onSale: false })
const on = (externalId: string): OfferWrite => ({ externalId, onSale: true })

function offersOf({ provider }: Bench) {
  assert.ok(provider.offers, "the connector has no `offers`")
  return provider.offers
}

/** What `offers.read` says, and what buyers find. */
async function assertOnSale(
  { world, bench }: { world: ConformanceWorld; bench: Bench },
  listing: string,
  wanted: boolean,
): Promise<void> {
  const read = await offersOf(bench).read(bench.session, [listing])
  assert.deepEqual(read, [{ externalId: listing, onSale: wanted }])
  assert.equal(await world.onSale?.(listing), wanted, wanted ? "buyers find it" : "buyers do not find it")
}

async function takenOff(world: ConformanceWorld, bench: Bench, listing: string): Promise<void> {
  const outcomes = await finalOffers(bench, [off(listing)])
  assert.equal(outcomes.get(listing)?.status, "accepted")
  await assertOnSale({ world, bench }, listing, false)
}

async function takesOffAndPutsBack(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const [listing, other] = [listingAt(world, 0), listingAt(world, 1)]
  await takenOff(world, bench, listing)
  await assertOnSale({ world, bench }, other, true)
  assert.equal((await finalOffers(bench, [on(listing)])).get(listing)?.status, "accepted")
  await assertOnSale({ world, bench }, listing, true)
}

async function acceptsWhatIsSo(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  assert.equal((await finalOffers(bench, [on(listing)])).get(listing)?.status, "accepted")
  await takenOff(world, bench, listing)
  await bench.session.runtime.sleep(1_000)
  await takenOff(world, bench, listing)
}

async function keepsTheFigure(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  await finalOutcomes(bench, [{ externalId: listing, quantity: 0 }])
  await takenOff(world, bench, listing)
  await finalOffers(bench, [on(listing)])
  assert.equal(await readQuantity(bench, listing), 0)
  const raised = await finalOutcomes(bench, [{ externalId: listing, quantity: 6 }])
  assert.equal(raised.get(listing)?.status, "accepted", "what is back on sale takes figures")
}

async function tellsWhatIsOffSale(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  await takenOff(world, bench, listing)
  const { listings } = bench.provider
  assert.ok(listings, "a connector with `offers` tells its listings")
  const told = (await collect(listings.all(bench.session))).flat()
  const found = told.find((one) => one.externalId === listing)
  assert.deepEqual([found?.pushable, found?.offSale], [false, true])
  const others = told.filter((one) => one.externalId !== listing && one.offSale)
  assert.deepEqual(others, [], "nothing else is off sale only because it was taken off")
}

async function answersItemByItem(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const good = listingAt(world, 0)
  const outcomes = await finalOffers(bench, [off("no-such-listing"), off(good)])
  const refused = outcomes.get("no-such-listing")
  assert.equal(refused?.status, "rejected")
  assert.notEqual(refused.message, "", "a rejection says why")
  assert.equal(outcomes.get(good)?.status, "accepted")
  await assertOnSale({ world, bench }, good, false)
}

async function refusesTooMany(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const most = bench.provider.traits.offer?.batch.max
  assert.ok(most !== undefined, "a connector with `offers` says how many fit one request")
  const items = Array.from({ length: most + 1 }, (_, index) => off(`no-such-listing-${index}`))
  await rejectsWith(offersOf(bench).write(bench.session, items), "rejected")
}

async function admitsThatAnAnswerWasLost(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  world.setFaults({ lostAnswer: 1 })
  await rejectsWith(offersOf(bench).write(bench.session, [off(listing)]), "unknown_outcome")
  world.setFaults({ lostAnswer: 0 })
  await bench.session.runtime.sleep(60_000)
  await assertOnSale({ world, bench }, listing, false)
}

async function seesLateRefusals(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  const listing = listingAt(world, 0)
  world.setFaults({ lateRefusal: 1 })
  const outcomes = await finalOffers(bench, [off(listing)])
  assert.equal(outcomes.get(listing)?.status, "rejected")
  await assertOnSale({ world, bench }, listing, true)
}

const applies = (provider: ChannelProvider) => provider.offers !== undefined

export const offerCases: ConformanceCase[] = [
  { name: "takes a listing off sale and puts it back, and nothing else", applies, run: takesOffAndPutsBack },
  { name: "accepts that what is off sale goes off sale", applies, run: acceptsWhatIsSo },
  { name: "puts a listing back with the figure it had", applies, run: keepsTheFigure },
  {
    name: "tells of a listing that it is not pushable because it is off sale",
    applies,
    run: tellsWhatIsOffSale,
  },
  {
    name: "answers what goes off sale item by item: one bad item does not spoil the others",
    applies,
    run: answersItemByItem,
  },
  {
    name: "refuses more on and off sale than the marketplace takes at once, whole",
    applies,
    run: refusesTooMany,
  },
  {
    name: "calls it `unknown_outcome` when the answer was lost, and `offers.read` shows the truth",
    applies,
    run: admitsThatAnAnswerWasLost,
  },
  {
    name: "reports what a batch refuses late to take off sale",
    applies: (provider) => applies(provider) && provider.offers?.settle !== undefined,
    run: seesLateRefusals,
  },
]
