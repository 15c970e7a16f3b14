import type { Redis } from "ioredis"
import type { Pool } from "pg"
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible"
import { patientLimit, sliced, type Limit, type Limiter, type Runtime } from "../contract"
import { createRedisCounter, type Counter } from "./redis-counter"

export interface SharedLimiterOptions {
  pool: Pool
  /** Counts in Redis when given, else in Postgres: either way all processes share one count. */
  redis?: Redis
  runtime: Runtime
}

/** Keeps documented limits across processes: one counter per limit, cut into slices so that sliding windows hold. */
export function createSharedLimiter({ pool, redis, runtime }: SharedLimiterOptions): Limiter {
  const counters = new Map<string, Counter>()

  function counterOf(limit: Limit): Counter {
    const name = `${limit.group}:${limit.max}/${limit.windowMs}`
    const known = counters.get(name)
    if (known) return known
    const { points, durationMs } = sliced(limit)
    const window = { name, points, durationMs }
    const counter = redis ? createRedisCounter(redis, window) : createPostgresCounter(pool, window)
    counters.set(name, counter)
    return counter
  }

  async function take(account: string, limit: Limit, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const waitMs = await counterOf(limit).take(account)
      if (waitMs === 0) return
      await runtime.sleep(waitMs, signal)
    }
  }

  return {
    async acquire(account, limits, { signal, canWait } = {}) {
      if (canWait) for (const limit of limits) await take(account, patientLimit(limit), signal)
      for (const limit of limits) await take(account, limit, signal)
    },
    async pause(account, group, untilMs) {
      const ms = Math.max(1, untilMs - runtime.now())
      const paused = [...counters.entries()].filter(([name]) => name.startsWith(`${group}:`))
      await Promise.all(paused.map(([, counter]) => counter.block(account, ms)))
    },
  }
}

function createPostgresCounter(
  pool: Pool,
  { name, points, durationMs }: { name: string; points: number; durationMs: number },
): Counter {
  const limiter = new RateLimiterPostgres({
    points,
    duration: durationMs / 1000,
    keyPrefix: name,
    storeClient: pool,
    storeType: "pool",
    schemaName: "ledger",
    tableName: "rate_limit",
    tableCreated: true,
  })
  return {
    async take(account) {
      try {
        await limiter.consume(account)
        return 0
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return Math.max(1, refusal.msBeforeNext)
      }
    },
    async block(account, ms) {
      await limiter.block(account, ms / 1000)
    },
  }
}
