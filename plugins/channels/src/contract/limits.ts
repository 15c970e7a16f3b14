/** A documented limit, as dated data. `group` names the endpoints that share it; connectors name the group per endpoint. */
export interface Limit {
  group: string
  /** Requests allowed in any window of `windowMs`. */
  max: number
  windowMs: number
  /** When the page was read, ISO date; `doctor` warns when it is older than a year. */
  asOf: string
  /** The page that says so. */
  source: string
}

/** Asked before every request. Implementations share the count across processes. */
export interface Limiter {
  /** Resolves when one request under `limits` may be sent for `account`. */
  acquire(account: string, limits: Limit[], signal?: AbortSignal): Promise<void>
  /** The marketplace said "too many": nobody sends to `group` for `account` before `untilMs` (epoch milliseconds). */
  pause(account: string, group: string, untilMs: number): Promise<void>
}

/** Into how many slices a window is cut at most, so that a counter with fixed windows keeps a sliding limit. */
const mostSlices = 4

/**
 * A counter that starts afresh every `windowMs` lets through up to twice its maximum around a boundary. Cutting the window
 * into k slices and allowing max/(k+1) in each keeps every sliding window within max, for any alignment. A maximum too small
 * for k slices gets fewer; a maximum of 1 needs a counter whose window begins with its first request, as the limiters' do.
 */
export function sliced(limit: Limit): { points: number; durationMs: number } {
  const slices = Math.max(1, Math.min(mostSlices, limit.max - 1))
  return {
    points: Math.max(1, Math.floor(limit.max / (slices + 1))),
    durationMs: Math.ceil(limit.windowMs / slices),
  }
}
