import assert from "node:assert/strict"
import { currencyCode } from "../../contract"
import { openBench, recentFacts, rejectsWith } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

async function acceptsGoodCredentials(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world)
  const { account, currency } = await provider.connect.verify(session)
  assert.notEqual(account, "")
  assert.ok(currencyCode.safeParse(currency).success, `${currency} is no ISO 4217 code`)
}

async function refusesWrongCredentials(world: ConformanceWorld): Promise<void> {
  const { provider, session } = openBench(world, { credentials: world.wrongCredentials })
  await rejectsWith(provider.connect.verify(session), "auth")
}

async function namesExpiryMidRun(world: ConformanceWorld): Promise<void> {
  const bench = openBench(world)
  await recentFacts(world, bench)
  world.setFaults({ expiredCredentials: true })
  await rejectsWith(recentFacts(world, bench), "auth")
  const write = bench.provider.stock.write(bench.session, [
    { externalId: world.listings[0] ?? "", quantity: 1 },
  ])
  await rejectsWith(write, "auth")
}

export const connectCases: ConformanceCase[] = [
  {
    name: "accepts the seller's credentials and names the account and its currency",
    run: acceptsGoodCredentials,
  },
  { name: "refuses wrong credentials as `auth`", run: refusesWrongCredentials },
  { name: "reports credentials that expire in the middle of a run as `auth`", run: namesExpiryMidRun },
]
