import type { DataSource } from "typeorm"
import {
  compareDesiredStock,
  recomputeDesiredStock,
  recomputeLock,
  takeDirtyMarks,
  type Compared,
  type Slice,
} from "../../ledger/desired-stock"
import { endHolds } from "../../ledger/listing-rules"
import { refreshStatistics } from "../../ledger/statistics"
import { noteEvent } from "../health/trace"

const marksPerRound = 2_000
/** Computed under one lock, for which others wait. */
const listingsPerRound = 20_000
/** Compared at once, for which nobody waits. */
const listingsPerSlice = 500_000
/** So many marks at once come from an import or a first reading of listings, not from sales. */
const bulkMarks = 200

export interface RecomputeDependencies {
  ledger: DataSource
  /** The largest quantity each marketplace takes, by its id. */
  maxByMarketplace: Record<string, number>
}

/**
 * From dirty marks to desired figures, until no mark is left; holds whose time is over leave theirs first. `onChanged` hears
 * after every round which channels have something to push: while orders pour in, marks never end, and nobody may wait for that.
 */
export async function recomputeDirty(
  { ledger, maxByMarketplace }: RecomputeDependencies,
  onChanged: (channelId: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await endHolds(ledger)
  for (;;) {
    const changed = await ledger.transaction(async (sql) => {
      await recomputeLock(sql)
      const marks = await takeDirtyMarks(sql, marksPerRound)
      if (marks.changedAt === null) return undefined
      if (marks.inventoryItemIds.length + marks.variantIds.length >= bulkMarks) await refreshStatistics(sql)
      const scope = { ...marks, changedAt: marks.changedAt }
      const result = await recomputeDesiredStock(sql, scope, maxByMarketplace)
      noteEvent("recomputed", {
        "serai.items": marks.inventoryItemIds.length,
        "serai.variants": marks.variantIds.length,
        "serai.listings_changed": result.reduce((sum, row) => sum + row.changed, 0),
      })
      return result.map((row) => row.channel_id)
    })
    if (!changed) return
    for (const channelId of changed) await onChanged(channelId)
  }
}

/** Leaves no figure older than the stock it speaks of. Returns the channels that have something to push. */
export async function recomputeNow(dependencies: RecomputeDependencies): Promise<string[]> {
  // Marks that another transaction is taking are still seen here: its end is waited for.
  const marks = await dependencies.ledger.query<unknown[]>(`select 1 from ledger.dirty limit 1`)
  const changed = new Set<string>()
  if (marks.length > 0) {
    await recomputeDirty(dependencies, (channelId) => Promise.resolve(void changed.add(channelId)))
  }
  return [...changed]
}

/**
 * The full comparison: every listing of one channel. Slices are compared without a lock, so that memory stays flat and no change
 * elsewhere waits; only what differs is computed as changes are. Returns how many listings differed.
 */
export async function recomputeChannel(
  { ledger, maxByMarketplace }: RecomputeDependencies,
  channelId: string,
): Promise<number> {
  await refreshStatistics(ledger)
  let changed = 0
  let after: string | null = "0"
  while (after !== null) {
    const slice: Slice = { channelId, afterListingId: after, limit: listingsPerSlice }
    const { differing, last_listing_id }: Compared = await ledger.transaction((sql) =>
      compareDesiredStock(sql, slice, maxByMarketplace),
    )
    for (let from = 0; from < differing.length; from += listingsPerRound) {
      const listingIds = differing.slice(from, from + listingsPerRound)
      const [row] = await ledger.transaction(async (sql) => {
        await recomputeLock(sql)
        return recomputeDesiredStock(sql, { listingIds }, maxByMarketplace)
      })
      changed += row?.changed ?? 0
    }
    after = last_listing_id
  }
  return changed
}
