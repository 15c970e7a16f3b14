import { parentPort } from "node:worker_threads"
import { strategies, type StrategyName } from "./baselines/strategies"
import { measureSeed } from "./baselines/measure"
import { plants, type PlantName } from "./plants"
import { simulateSeed } from "./summary"

/** What a thread is asked for: one seed, in one way. */
export type Errand =
  | { kind: "check"; seed: number; plant: PlantName | undefined }
  | { kind: "baseline"; seed: number; strategy: StrategyName }

export const runErrand = (errand: Errand) =>
  errand.kind === "check"
    ? simulateSeed(errand.seed, errand.plant ? plants[errand.plant] : {})
    : measureSeed(errand.seed, strategies[errand.strategy].wiring)

parentPort?.on("message", (errand: Errand) => {
  runErrand(errand).then(
    (value) => parentPort?.postMessage({ value }),
    (error: unknown) => parentPort?.postMessage({ error: `${JSON.stringify(errand)}: ${String(error)}` }),
  )
})
