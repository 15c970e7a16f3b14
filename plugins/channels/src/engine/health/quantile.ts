import { endlessMs, type DelayBucket } from "../../ledger/queries/health-delays"

export type Bucket = Pick<DelayBucket, "le_ms" | "changes">

/**
 * No more than this share of the changes took longer than the answer, which is the upper bound of a bucket: rather too much
 * than too little. Null when there are none, or when it lies beyond the last bound.
 */
export function quantileMs(buckets: Bucket[], share: number): number | null {
  const sorted = [...buckets].sort((a, b) => a.le_ms - b.le_ms)
  const all = sorted.reduce((sum, bucket) => sum + bucket.changes, 0)
  let seen = 0
  for (const { le_ms, changes } of sorted) {
    seen += changes
    if (all > 0 && seen >= share * all) return le_ms === endlessMs ? null : le_ms
  }
  return null
}
