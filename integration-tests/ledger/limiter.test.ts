import { systemRuntime, type Limit } from "@serai/channels/contract"
import { createSharedLimiter } from "@serai/channels/engine/limiter"
import { migrateLedger } from "@serai/channels/ledger"
import { Pool } from "pg"
import { createDatabase } from "../support/database"

describe("marketplace limits shared by two processes", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let pools: Pool[]

  beforeAll(async () => {
    database = await createDatabase()
    await migrateLedger(database.url)
    pools = [1, 2].map(() => new Pool({ connectionString: database.url, max: 4 }))
  }, 180_000)
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await database.drop()
  })

  const limiters = () => pools.map((pool) => createSharedLimiter({ pool, runtime: systemRuntime }))
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
          await limiters()[n % 2]!.acquire("seller 1", [rule])
          moments.push(Date.now())
        }),
      )
      expect(moments).toHaveLength(wanted)
      // A few milliseconds pass between the database's clock and ours.
      expect(most(moments, windowMs - 50)).toBeLessThanOrEqual(max)
    },
    60_000,
  )

  it("do not make one seller wait for another", async () => {
    const rule = limit("apart", 1, 60_000)
    const [one, two] = limiters()
    await one!.acquire("seller 1", [rule])
    const start = Date.now()
    await two!.acquire("seller 2", [rule])
    expect(Date.now() - start).toBeLessThan(5_000)
  })

  it("hold both back when the marketplace has asked one to wait", async () => {
    const rule = limit("paused", 100, 1_000)
    const [one, two] = limiters()
    await one!.acquire("seller 1", [rule])
    const until = Date.now() + 700
    await one!.pause("seller 1", "paused", until)
    await two!.acquire("seller 1", [rule])
    expect(Date.now()).toBeGreaterThanOrEqual(until - 20)
  })

  it("let go of whoever no longer wants to wait", async () => {
    const rule = limit("aborted", 1, 60_000)
    const [one] = limiters()
    await one!.acquire("seller 1", [rule])
    await expect(one!.acquire("seller 1", [rule], { signal: AbortSignal.timeout(50) })).rejects.toMatchObject(
      {
        name: "TimeoutError",
      },
    )
  })
})
