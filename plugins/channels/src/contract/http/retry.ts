import type { ChannelError } from "../errors"

export interface RetryOptions {
  /** Attempts within one request; longer waits belong to the job that made it. */
  attempts: number
  baseMs: number
  capMs: number
}

export const defaultRetry: RetryOptions = { attempts: 4, baseMs: 250, capMs: 8_000 }

export interface RetryDecision {
  retry: boolean
  waitMs: number
  reason: string
}

/**
 * A value, so that it can be logged and tested without sleeping. Only what certainly did not happen is repeated here: a
 * refused or unreachable request. The marketplace's own `retryAfterMs` is the floor, our cap the ceiling.
 */
export function retryDecision(
  error: ChannelError,
  attempt: number,
  options: RetryOptions,
  random: number,
): RetryDecision {
  const backoff = Math.min(options.capMs, options.baseMs * 2 ** (attempt - 1))
  const jittered = Math.round(backoff * (0.5 + random / 2))
  const waitMs = Math.max(jittered, error.retryAfterMs ?? 0)
  if (error.kind !== "rate_limited" && error.kind !== "unavailable") {
    return { retry: false, waitMs, reason: `${error.kind} is not repeated` }
  }
  if (attempt >= options.attempts)
    return { retry: false, waitMs, reason: `gave up after ${attempt} attempts` }
  if (waitMs > options.capMs)
    return { retry: false, waitMs, reason: `asked to wait ${waitMs} ms, longer than one request may` }
  return { retry: true, waitMs, reason: error.kind }
}
