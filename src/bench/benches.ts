import { acceptBench } from "./accept"
import { compareBench } from "./compare"
import { changeBench } from "./change"
import { ingestBench } from "./ingest"
import { latencyBench } from "./latency"
import type { Bench } from "./result"
import { webhookBench } from "./webhook"

/** Every benchmark by the name that `--only` takes, in the order in which they run. */
export const benches: Record<string, Bench> = {
  ingest: ingestBench,
  compare: compareBench,
  change: changeBench,
  latency: latencyBench,
  webhook: webhookBench,
  accept: acceptBench,
}
