import type { RetryDecision, RetryOptions, Runtime } from "../contract"

/** Why two that wanted the same items at once could not both have them. */
export type Conflict = "lock timeout" | "deadlock" | "serialization" | "duplicate" | "no free connection"

const sqlStates: Record<string, Conflict> = {
  "40001": "serialization",
  "40P01": "deadlock",
  "55P03": "lock timeout",
  "23505": "duplicate",
}

/** Medusa's locking providers and its error mapper tell these by their words alone. */
const sentences: [RegExp, Conflict][] = [
  [/^Timed-out acquiring lock\.$/, "lock timeout"],
  [/^Lost the lock for key/, "lock timeout"],
  [/, already exists\.$/, "duplicate"],
  [/Timeout acquiring a connection/, "no free connection"],
]

/** How deep an error wraps its cause at most. */
const deepest = 5

/** Undefined when the error would come again. */
export function conflictOf(error: unknown): Conflict | undefined {
  let current = error
  for (let depth = 0; depth < deepest && current instanceof Error; depth += 1) {
    const code = "code" in current ? sqlStates[String(current.code)] : undefined
    const { message } = current
    const conflict = code ?? sentences.find(([words]) => words.test(message))?.[1]
    if (conflict) return conflict
    current = current.cause
  }
  return undefined
}

export const conflictRetry: RetryOptions = { attempts: 6, baseMs: 40, capMs: 2_000 }

/**
 * Whether work that ran into others is tried again, and after how long. Half of the pause is chance: two that collided must
 * not collide again. A value, so that it can be logged and tested without sleeping.
 */
export function conflictDecision(
  error: unknown,
  attempt: number,
  options: RetryOptions,
  random: number,
): RetryDecision {
  const conflict = conflictOf(error)
  const backoff = Math.min(options.capMs, options.baseMs * 2 ** (attempt - 1))
  const waitMs = Math.round(backoff * (0.5 + random / 2))
  if (!conflict) return { retry: false, waitMs, reason: "not a conflict" }
  if (attempt >= options.attempts)
    return { retry: false, waitMs, reason: `${conflict}: gave up after ${attempt} attempts` }
  return { retry: true, waitMs, reason: conflict }
}

/** Repeats `work` while others are in its way. It must be absolute: read, decide and write anew on every attempt. */
export async function retryingConflicts<T>(
  work: () => Promise<T>,
  chance: Pick<Runtime, "random" | "sleep">,
  options = conflictRetry,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const decision = conflictDecision(error, attempt, options, chance.random())
      if (!decision.retry) throw error
      await chance.sleep(decision.waitMs)
    }
  }
}
