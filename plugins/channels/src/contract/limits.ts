/** A documented limit, as dated data. `group` names the endpoints that share it; connectors name the group per endpoint. */
export interface Limit {
  group: string
  /** Requests allowed in any window of `windowMs`. */
  max: number
  windowMs: number
  /** Who counts together: all channels of a seller account unless the marketplace says otherwise. */
  per?: "account" | "channel"
  /** When the page was read, ISO date; `doctor` warns when it is older than a year. */
  asOf: string
  /** The page that says so. */
  source: string
}

export interface AcquireOptions {
  signal?: AbortSignal
  /** What can wait leaves room for what cannot: it takes part of every limit at most, all of its kind together. */
  canWait?: boolean
}

/** Of a limit, what requests that can wait may use. */
const shareOfPatient = 0.75

/** The same limit as those see it that can wait. */
export const patientLimit = (limit: Limit): Limit => ({
  ...limit,
  group: `${limit.group}, patient`,
  max: Math.max(1, Math.floor(limit.max * shareOfPatient)),
})

/** Asked before every request. Implementations share the count across processes. */
export interface Limiter {
  /** Resolves when one request under `limits` may be sent for `account`. */
  acquire(account: string, limits: Limit[], options?: AcquireOptions): Promise<void>
  /** The marketplace said "too many": nobody sends to `group` for `account` before `untilMs` (epoch milliseconds). */
  pause(account: string, group: string, untilMs: number): Promise<void>
}

/** Into how many slices a window is cut at most: beyond this, bursts get too small for two channels that send at once. */
const mostSlices = 24

/**
 * A counter that starts afresh every `windowMs` lets through up to twice its maximum around a boundary. Cutting the window
 * into k slices and allowing max/(k+1) in each keeps every sliding window within max, for any alignment. Of all k the one
 * that lets most through is taken: it wastes least of the limit, and a full slice makes nobody wait for long. A maximum
 * too small for k slices gets fewer; a maximum of 1 needs a counter whose window begins with its first request, as the
 * limiters' do.
 */
export function sliced(limit: Limit): { points: number; durationMs: number } {
  const pointsOf = (slices: number) => Math.max(1, Math.floor(limit.max / (slices + 1)))
  let best = 1
  for (let slices = 2; slices <= Math.min(mostSlices, limit.max - 1); slices += 1) {
    if (slices * pointsOf(slices) > best * pointsOf(best)) best = slices
  }
  return { points: pointsOf(best), durationMs: Math.ceil(limit.windowMs / best) }
}
