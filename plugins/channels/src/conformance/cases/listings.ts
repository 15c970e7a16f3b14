import assert from "node:assert/strict"
import { collect, openBench } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

async function tellsEveryListing(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world)
  assert.ok(provider.listings)
  const pages = await collect(provider.listings.all(session))
  const listings = pages.flat()
  const pushable = listings.filter((listing) => listing.pushable).map((listing) => listing.externalId)
  assert.deepEqual(pushable.sort(), [...world.listings].sort())
  if (world.blockedListing !== null) {
    const blocked = listings.find((listing) => listing.externalId === world.blockedListing)
    assert.equal(blocked?.pushable, false, "a listing that takes no stock is told, and not pushable")
    assert.notEqual(blocked.remoteState, "", "and says why")
  }
}

export const listingCases: ConformanceCase[] = [
  {
    name: "tells every listing once, over many pages, and which of them take stock",
    applies: (provider) => provider.listings !== undefined,
    run: tellsEveryListing,
  },
]
