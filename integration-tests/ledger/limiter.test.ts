import { systemRuntime, type Limit, type Limiter } from "@serai/channels/contract"
import { createSharedLimiter } from "@serai/channels/engine/limiter"
import { migrateLedger } from "@serai/channels/ledger"
import { Redis } from "ioredis"
import { Pool } from "pg"
import { createDatabase } from "../support/database"
import { hasRedis, startRedis } from "../support/redis"

/** The limiters of two processes, on whatever they share. */
interface Pair {
  limiters: () => [Limiter, Limiter]
  close(): Promise<void>
}

async function onPostgres(): Promise<Pair> {
  const database = await createDatabase()
  await migrateLedger(database.url)
  const pools = [1, 2].map(() => new Pool({ connectionString: database.url, max: 4 }))
  const [one, two] = pools.map((pool) => () => createSharedLimiter({ pool, runtime: systemRuntime }))
  return {
    limiters: () => [one!(), two!()],
    async close() {
      await Promise.all(pools.map((pool) => pool.end()))
      await database.drop()
    },
  }
}

async function onRedis(): Promise<Pair> {
  const server = await startRedis()
  // Nobody asks Postgres when Redis counts.
  const pool = new Pool({ max: 1 })
  const clients = [1, 2].map(() => new Redis(server.url))
  const [one, two] = clients.map(
    (redis) => () => createSharedLimiter({ pool, redis, runtime: systemRuntime }),
  )
  return {
    limiters: () => [one!(), two!()],
    async close() {
      for (const client of clients) client.disconnect()
      await pool.end()
      await server.stop()
    },
  }
}

const limit = (group: string, max: number, windowMs: number): Limit => ({
  group,
  max,
  windowMs,
  asOf: "2026-11-20",
  source: "https://example.com",
})

/** The most moments in any window of this length, wherever it begins. */
const most = (moments: number[], windowMs: number) =>
  Math.max(...moments.map((start) => moments.filter((at) => at >= start && at < start + windowMs).length))

function limitsShared(open: () => Promise<Pair>): void {
  let pair: Pair

  beforeAll(async () => {
    pair = await open()
  }, 180_000)
  afterAll(() => pair.close())

  it.each([
    [10, 1_000, 25],
    [3, 500, 10],
    [1, 400, 5],
  ])(
    "are never exceeded: %i in %i ms",
    async (max, windowMs, wanted) => {
      const rule = limit(`group-${max}`, max, windowMs)
      const moments: number[] = []
      await Promise.all(
        Array.from({ length: wanted }, async (_, n) => {
          await pair.limiters()[n % 2]!.acquire("seller 1", [rule])
          moments.push(Date.now())
        }),
      )
      expect(moments).toHaveLength(wanted)
      // A few milliseconds pass between the store's clock and ours.
      expect(most(moments, windowMs - 50)).toBeLessThanOrEqual(max)
    },
    60_000,
  )

  it("let pass what cannot wait while many wait who can", async () => {
    const rule = limit("patient", 12, 1_200)
    const [one, two] = pair.limiters()
    let patient = 0
    const all = Array.from({ length: 15 }, async () => {
      await one.acquire("seller 1", [rule], { canWait: true })
      patient += 1
    })
    await one.acquire("seller 2", [rule])
    await two.acquire("seller 1", [rule])
    expect(patient).toBeLessThan(12)
    await Promise.all(all)
  })

  it("do not make one seller wait for another", async () => {
    const rule = limit("apart", 1, 60_000)
    const [one, two] = pair.limiters()
    await one.acquire("seller 1", [rule])
    const start = Date.now()
    await two.acquire("seller 2", [rule])
    expect(Date.now() - start).toBeLessThan(5_000)
  })

  it("hold both back when the marketplace has asked one to wait", async () => {
    const rule = limit("paused", 100, 1_000)
    const [one, two] = pair.limiters()
    await one.acquire("seller 1", [rule])
    const until = Date.now() + 700
    await one.pause("seller 1", "paused", until)
    await two.acquire("seller 1", [rule])
    expect(Date.now()).toBeGreaterThanOrEqual(until - 20)
  })

  it("let go of whoever no longer wants to wait", async () => {
    const rule = limit("aborted", 1, 60_000)
    const [one] = pair.limiters()
    await one.acquire("seller 1", [rule])
    await expect(one.acquire("seller 1", [rule], { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: "TimeoutError",
    })
  })
}

describe("marketplace limits shared by two processes in Postgres", () => limitsShared(onPostgres))

if (hasRedis()) {
  describe("marketplace limits shared by two processes in Redis", () => limitsShared(onRedis))
} else {
  it.skip("marketplace limits shared in Redis: there is no redis-server on the PATH", () => undefined)
}
