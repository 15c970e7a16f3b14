import { compareBench } from "./compare"
import { changeBench } from "./change"
import type { Bench } from "./result"

/** Every benchmark by the name that `--only` takes, in the order in which they run. */
export const benches: Record<string, Bench> = {
  compare: compareBench,
  change: changeBench,
}
