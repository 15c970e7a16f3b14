import type { DataSource } from "typeorm"
import {
  recomputeDesiredStock,
  recomputeLock,
  takeDirtyMarks,
  type Recomputed,
  type Scope,
} from "../../ledger/desired-stock"

const marksPerRound = 2_000
const listingsPerRound = 10_000

export interface RecomputeDependencies {
  ledger: DataSource
  /** The largest quantity each marketplace takes, by its id. */
  maxByMarketplace: Record<string, number>
}

/** From dirty marks to desired figures, until no mark is left. Returns the channels that have something to push. */
export async function recomputeDirty({
  ledger,
  maxByMarketplace,
}: RecomputeDependencies): Promise<Set<string>> {
  const channels = new Set<string>()
  for (;;) {
    const taken = await ledger.transaction(async (sql) => {
      await recomputeLock(sql)
      const marks = await takeDirtyMarks(sql, marksPerRound)
      if (marks.changedAt === null) return false
      const scope = { ...marks, changedAt: marks.changedAt }
      const result = await recomputeDesiredStock(sql, scope, maxByMarketplace)
      for (const row of result) if (row.changed > 0) channels.add(row.channel_id)
      return true
    })
    if (!taken) return channels
  }
}

/**
 * The full comparison: every listing of one channel, a slice at a time, so that memory stays flat and a change elsewhere
 * waits for one slice at most. Returns how many listings differed.
 */
export async function recomputeChannel(
  { ledger, maxByMarketplace }: RecomputeDependencies,
  channelId: string,
): Promise<number> {
  let changed = 0
  let after: string | null = "0"
  while (after !== null) {
    const scope: Scope = { channelId, afterListingId: after, limit: listingsPerRound }
    const [row]: Recomputed[] = await ledger.transaction(async (sql) => {
      await recomputeLock(sql)
      return recomputeDesiredStock(sql, scope, maxByMarketplace)
    })
    changed += row?.changed ?? 0
    after = row?.last_listing_id ?? null
  }
  return changed
}
