import assert from "node:assert/strict"
import { listingAt, openBench, readQuantity, recentFacts, rejectsWith } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

async function survivesAStorm(world: ConformanceWorld): Promise<void> {
  const placed = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
  const bench = openBench(world)
  world.setFaults({ storm429: { probability: 1, burst: 2, times: 1 } })
  const facts = await recentFacts(world, bench)
  assert.deepEqual(
    facts.map((fact) => fact.externalId),
    [placed],
  )
  assert.equal(bench.attempts.filter((attempt) => attempt.status === 429).length, 2)
}

async function reportsAnEndlessStorm(world: ConformanceWorld): Promise<void> {
  world.setFaults({ storm429: { probability: 1, burst: 1 } })
  await rejectsWith(recentFacts(world), "rate_limited")
}

const aDay = 86_400_000

async function reportsAnOutage(world: ConformanceWorld): Promise<void> {
  for (const answer of ["503", "reset"] as const) {
    world.setFaults({ outage: { answer, forMs: aDay } })
    await rejectsWith(recentFacts(world), "unavailable")
  }
  world.setFaults({ outage: null })
  await recentFacts(world)
}

/** A gateway's 5xx does not say how far a write got. */
async function writesNothingDuringAnOutage(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world)
  const listing = listingAt(world, 0)
  const before = await world.shownQuantity(listing)
  world.setFaults({ outage: { answer: "503", forMs: aDay } })
  const write = provider.stock.write(session, [{ externalId: listing, quantity: 1 }])
  await rejectsWith(write, "unavailable", "unknown_outcome")
  assert.equal(await world.shownQuantity(listing), before)
}

/** Its limits are data, and the client keeps them: the marketplace never has to say so. */
async function staysWithinItsLimits(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  for (let index = 0; index < 120; index += 1) await readQuantity(bench, listingAt(world, index % 3))
  for (let index = 0; index < 20; index += 1) await recentFacts(world, bench)
  const refused = bench.attempts.filter((attempt) => attempt.status === 429)
  assert.equal(refused.length, 0, `${refused.length} of ${bench.attempts.length} calls were too many`)
}

export const weatherCases: ConformanceCase[] = [
  { name: "waits out a short storm of 429s", run: survivesAStorm },
  { name: "reports a storm that does not end as `rate_limited`", run: reportsAnEndlessStorm },
  { name: "reports an outage as `unavailable`, and works again afterwards", run: reportsAnOutage },
  { name: "claims nothing about a write during an outage", run: writesNothingDuringAnOutage },
  { name: "never exceeds the marketplace's limits by itself", run: staysWithinItsLimits },
]
