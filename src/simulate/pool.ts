import path from "node:path"
import { Worker } from "node:worker_threads"
import type { Errand } from "./thread"

export interface Pool {
  /** Every errand's result, as each comes in. */
  run<Result>(errands: Errand[], onResult: (result: Result, errand: Errand) => void): Promise<void>
  close(): Promise<void>
}

/** Threads over the cores; each works on one errand at a time. */
export function openPool(threads: number): Pool {
  const workers = Array.from({ length: threads }, () => new Worker(path.join(__dirname, "thread.js")))
  return {
    run: async <Result>(errands: Errand[], onResult: (result: Result, errand: Errand) => void) => {
      const waiting = [...errands]
      await Promise.all(
        workers.map(async (worker) => {
          for (let errand = waiting.shift(); errand; errand = waiting.shift()) {
            onResult(await ask<Result>(worker, errand), errand)
          }
        }),
      )
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function ask<Result>(worker: Worker, errand: Errand): Promise<Result> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject)
    worker.once("message", (answer: { value: Result } | { error: string }) => {
      worker.off("error", reject)
      if ("error" in answer) reject(new Error(answer.error))
      else resolve(answer.value)
    })
    worker.postMessage(errand)
  })
}
