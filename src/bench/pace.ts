import { setTimeout as sleep } from "node:timers/promises"

/**
 * Does something `perSecond` times a second, whether or not the last one has ended: an open loop, as the world outside is. Work
 * is told when it was due; a response time counted from there hides no waiting. Resolves when all of it has ended.
 */
export async function openLoop<T>(
  { count, perSecond }: { count: number; perSecond: number },
  work: (index: number, dueAt: number) => Promise<T>,
): Promise<T[]> {
  const began = performance.now()
  const under: Promise<T>[] = []
  for (let index = 0; index < count; index += 1) {
    const dueAt = began + (index * 1000) / perSecond
    const waitMs = dueAt - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    const one = work(index, dueAt)
    // A failure is told by the join below; until then it must not count as unhandled.
    one.catch(() => undefined)
    under.push(one)
  }
  return Promise.all(under)
}
