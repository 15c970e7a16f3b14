import { patientLimit, type Limit, type Limiter } from "../limits"
import type { Runtime } from "../runtime"

/** Keeps every limit exactly, within one process: for tests, tools and a first connection check. */
export function memoryLimiter(runtime: Pick<Runtime, "now" | "sleep">): Limiter {
  const sent = new Map<string, number[]>()
  const pausedUntil = new Map<string, number>()
  const keyOf = (account: string, group: string) => `${account} ${group}`

  function waitFor(account: string, limit: Limit, now: number): number {
    const key = keyOf(account, limit.group)
    const recent = (sent.get(key) ?? []).filter((time) => time > now - limit.windowMs)
    const blocking = recent[recent.length - limit.max]
    const room = blocking === undefined ? 0 : blocking + limit.windowMs - now
    return Math.max(room, (pausedUntil.get(key) ?? 0) - now)
  }

  return {
    async acquire(account, asked, { signal, canWait } = {}) {
      const limits = canWait ? [...asked.map(patientLimit), ...asked] : asked
      for (;;) {
        const now = runtime.now()
        const waitMs = Math.max(0, ...limits.map((limit) => waitFor(account, limit, now)))
        if (waitMs === 0) break
        await runtime.sleep(waitMs, signal)
      }
      const now = runtime.now()
      const longest = Math.max(0, ...limits.map((limit) => limit.windowMs))
      for (const key of new Set(limits.map((limit) => keyOf(account, limit.group)))) {
        sent.set(key, [...(sent.get(key) ?? []).filter((time) => time > now - longest), now])
      }
    },
    pause(account, group, untilMs) {
      const key = keyOf(account, group)
      pausedUntil.set(key, Math.max(untilMs, pausedUntil.get(key) ?? 0))
      return Promise.resolve()
    },
  }
}
