import { setTimeout as pause } from "node:timers/promises"

/** Asks again until the answer is there; fails with the last answer when it never comes. What is awaited is another process. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { withinMs = 30_000, everyMs = 50 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Waited ${withinMs} ms for ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
      )
    }
    await pause(everyMs)
  }
}
