import type { Redis } from "ioredis"

/** Counts requests in windows that begin with their first request, so many for each account. */
export interface Counter {
  /** Milliseconds until another try makes sense; 0 when the request was counted and may go. */
  take(account: string): Promise<number>
  /** Nobody takes anything for so long. */
  block(account: string, ms: number): Promise<void>
}

/** Both steps at once, for a window must never be left without its end. Answers the count and the milliseconds left. */
const countScript = `
  local count = redis.call('incr', KEYS[1])
  if count == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
  return { count, redis.call('pttl', KEYS[1]) }`

/** Never shortens a wait that was asked for before. */
const blockScript = `
  if redis.call('pttl', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
  end`

interface Window {
  name: string
  points: number
  durationMs: number
}

/**
 * Of our own, because rate-limiter-flexible counts whole seconds in Redis: our windows are slices that are shorter, and one of
 * less than a second would never end.
 */
export function createRedisCounter(redis: Redis, { name, points, durationMs }: Window): Counter {
  const keyOf = (account: string) => `serai:limit:${name}:${account}`
  return {
    async take(account) {
      // ioredis types a script's answer as unknown; these are the two numbers that the script returns.
      const answer = (await redis.eval(countScript, 1, keyOf(account), durationMs)) as [number, number]
      const [count, leftMs] = answer
      return count <= points ? 0 : Math.max(1, leftMs)
    },
    async block(account, ms) {
      await redis.eval(blockScript, 1, keyOf(account), points + 1, Math.ceil(ms))
    },
  }
}
