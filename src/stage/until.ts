import { setTimeout as sleep } from "node:timers/promises"

/** Asks again until the answer is yes; what is awaited is another process. */
export async function until(what: string, withinMs: number, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs} ms for ${what}.`)
    await sleep(50)
  }
}
