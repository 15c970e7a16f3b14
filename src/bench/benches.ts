import { acceptBench } from "./accept"
import { compareBench } from "./compare"
import { changeBench } from "./change"
import { explainBench } from "./explain"
import { ingestBench } from "./ingest"
import { latencyBench } from "./latency"
import { overtakeBench } from "./overtake"
import type { Bench } from "./result"
import { webhookBench } from "./webhook"

/** Every benchmark by its name, in the order in which they run. */
export const benches: Record<string, Bench> = {
  ingest: ingestBench,
  compare: compareBench,
  change: changeBench,
  latency: latencyBench,
  explain: explainBench,
  webhook: webhookBench,
  accept: acceptBench,
  overtake: overtakeBench,
}
