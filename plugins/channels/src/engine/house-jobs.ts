import type { JobDependencies } from "./channel-jobs"
import { recomputeDirty } from "./stock/recompute"
import type { HouseTask } from "./tasks"

/** What the jobs that belong to no channel do. */
export function houseJobs(dependencies: JobDependencies): Record<HouseTask, () => Promise<void>> {
  const { ledger, enqueue } = dependencies
  return {
    reconcile: () => recomputeDirty(dependencies, (channelId) => enqueue("push-stock", channelId)),
    maintain: async () => {
      await ledger.query(`select ledger.ensure_partitions(0, 2)`)
      await ledger.query(`select ledger.drop_expired_partitions()`)
    },
  }
}
