import assert from "node:assert/strict"
import { throwsContract } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

/** Beyond 2^53 and beyond 64 bits: marketplaces send such numbers. */
const bigId = "72602420957047272632"

const readPackage = (world: ConformanceWorld, body: string) =>
  world.provider.orders.read(body)[0]?.packages[0]

async function keepsBigIds(world: ConformanceWorld): Promise<void> {
  assert.equal(readPackage(world, world.orderBody({ packageId: bigId }))?.externalId, bigId)
}

async function keepsUnknownStates(world: ConformanceWorld): Promise<void> {
  const read = readPackage(world, world.orderBody({ state: '"InOrbit"' }))
  assert.deepEqual([read?.state, read?.remoteState], ["unknown", "InOrbit"])
}

async function refusesBadQuantities(world: ConformanceWorld): Promise<void> {
  assert.equal(readPackage(world, world.orderBody({ quantity: "3" }))?.lines[0]?.quantity, 3)
  for (const quantity of ["0", "-1", "1.5", '"two"', "null"]) {
    throwsContract(`a quantity of ${quantity}`, () =>
      world.provider.orders.read(world.orderBody({ quantity })),
    )
  }
}

async function refusesMalformedBodies(world: ConformanceWorld): Promise<void> {
  for (const body of ["", "<html>down</html>", "{", "null", "{}", "[]"]) {
    throwsContract(`the body ${JSON.stringify(body)}`, () => world.provider.orders.read(body))
  }
}

export const bodyCases: ConformanceCase[] = [
  { name: "keeps every digit of ids beyond 2^53", run: keepsBigIds },
  {
    name: "calls a state it does not know `unknown` and keeps the marketplace's word",
    run: keepsUnknownStates,
  },
  { name: "refuses zero, negative and fractional quantities as `contract`", run: refusesBadQuantities },
  { name: "refuses bodies that are not what is documented as `contract`", run: refusesMalformedBodies },
]
