import { setTimeout as sleep } from "node:timers/promises"
import type { ManagedProcess, Processes } from "./processes"

/** Resolves when `answers` says yes; rejects with the process's last words when it ends before, or takes too long. */
export async function untilAnswers(
  processes: Processes,
  running: ManagedProcess,
  answers: () => Promise<boolean>,
  withinMs = 180_000,
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await answers())) {
    if (running.over()) throw processes.failure(running, `${running.name} ended while it was starting`)
    if (Date.now() > deadline) throw processes.failure(running, `${running.name} does not answer`)
    await sleep(200)
  }
}

/** Whether an HTTP server answers there, whatever it says. */
export async function httpAnswers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5000) })
    return true
  } catch {
    return false
  }
}

/** Resolves on the first request to end: Ctrl-C, a polite kill, a closed terminal. */
export function interruption(): Promise<"interrupted"> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve("interrupted"))
  })
}

/** Rejects as soon as one of them ends, with its last words. */
export async function untilOneEnds(processes: Processes, running: ManagedProcess[]): Promise<never> {
  const first = await Promise.race(running.map(async (one) => ({ one, ...(await one.ended) })))
  throw processes.failure(first.one, `${first.one.name} has ended (exit code ${first.code ?? "none"})`)
}
