import { pushAll, type JobDependencies } from "./channel-jobs"
import type { Doctor } from "./checks/doctor"
import { tidyHealth, watchHealth } from "./health/watch"
import { followParts } from "./kits/follow-parts"
import { refreshSalesRates } from "../ledger/sales-rates"
import { dropSupersededJobs } from "../ledger/superseded-jobs"
import { recomputeDirty } from "./stock/recompute"
import type { HouseTask } from "./tasks"

/** What the jobs that belong to no channel do. */
export function houseJobs(
  dependencies: JobDependencies,
  doctor: Doctor,
): Record<HouseTask, () => Promise<void>> {
  const { ledger } = dependencies
  return {
    reconcile: () => recomputeDirty(dependencies, (channelId) => pushAll(dependencies, channelId)),
    "follow-kits": () => followParts(dependencies),
    maintain: async () => {
      await ledger.query(`select ledger.ensure_partitions(0, 2)`)
      await ledger.query(`select ledger.drop_expired_partitions()`)
      await tidyHealth(ledger)
      await dropSupersededJobs(ledger)
    },
    watch: () => watchHealth({ ...dependencies, bounds: dependencies.channels.options.health.bounds }),
    check: () => doctor.examineDue(),
    "refresh-sales-rates": async () => {
      await refreshSalesRates(ledger)
    },
  }
}
