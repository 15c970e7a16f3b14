import type { Redis } from "ioredis"
import type { Pool } from "pg"
import { RateLimiterPostgres, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible"
import { patientLimit, sliced, type Limit, type Limiter, type Runtime } from "../contract"

type Counter = RateLimiterPostgres | RateLimiterRedis

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
    const options = { points, duration: durationMs / 1000, keyPrefix: name }
    const counter = redis
      ? new RateLimiterRedis({ ...options, storeClient: redis })
      : new RateLimiterPostgres({
          ...options,
          storeClient: pool,
          storeType: "pool",
          schemaName: "ledger",
          tableName: "rate_limit",
          tableCreated: true,
        })
    counters.set(name, counter)
    return counter
  }

  async function take(account: string, limit: Limit, signal?: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await counterOf(limit).consume(account)
        return
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        await runtime.sleep(Math.max(1, refusal.msBeforeNext), signal)
      }
    }
  }

  return {
    async acquire(account, limits, { signal, canWait } = {}) {
      if (canWait) for (const limit of limits) await take(account, patientLimit(limit), signal)
      for (const limit of limits) await take(account, limit, signal)
    },
    async pause(account, group, untilMs) {
      const seconds = Math.max(0.001, (untilMs - runtime.now()) / 1000)
      const paused = [...counters.entries()].filter(([name]) => name.startsWith(`${group}:`))
      await Promise.all(paused.map(([, counter]) => counter.block(account, seconds)))
    },
  }
}
