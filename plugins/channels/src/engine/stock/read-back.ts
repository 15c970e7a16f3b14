import type { RemoteStock } from "../../contract"
import type { OpenChannel } from "../sessions"
import { pullOrders, type FactLedger } from "../orders/pull"

/** Why a marketplace shows another figure than the one it accepted. */
export const driftKinds = [
  /** Lower than accepted, and no order tells why: one may still be on its way to us. */
  "unread_order",
  /** Somebody changed it over there. */
  "edited_there",
  /** It shows what it showed before our last write: the write was taken back, or never carried out. */
  "lost_write",
  /** It would not take ours. */
  "refused",
  /** It no longer knows the listing. */
  "missing",
  /** Not a quantity. */
  "absurd",
] as const
export type DriftKind = (typeof driftKinds)[number]

/** What the marketplace shows of one listing; undefined when it told nothing, null when what it told is no quantity. */
export interface ShownFigure {
  listing_id: string
  shown: number | null | undefined
}

/** The ledger as the read-back sees it. Every method is one atomic step. */
export interface ReadBackLedger {
  /** Listings to ask for: those that want to be looked at again first, then those whose figure was not read for longest. */
  toVerify(channelId: string, limit: number): Promise<{ listing_id: string; external_id: string }[]>
  /**
   * Judges what was shown at `readAt`, after orders were read that are newer: nothing whose figure is on its way, or
   * moved by an order since. Repairs by the channel's rule; returns how many differ for no known reason.
   */
  recordShown(
    channelId: string,
    shown: ShownFigure[],
    { readAt, overwrite }: { readAt: Date; overwrite: boolean },
  ): Promise<number>
  /** Is everything ingested that a complete reading of orders told which began then or later? */
  settledSince(channelId: string, at: Date): Promise<boolean>
}

export interface ReadBackDependencies {
  facts: FactLedger
  shelves: ReadBackLedger
  /** Has what waits in the inbox turned into orders. */
  enqueueIngest: (channelId: string) => Promise<void>
}

/** Listings per run: enough to come round, few enough to leave the marketplace's limits to pushes. */
export const readBackBatch = 500
/** How long ingestion may take before a reading is given up; the next one comes by schedule. */
const longestIngestionMs = 60_000
const ingestionLookMs = 250
const largestQuantity = 1_000_000_000

/**
 * Compares what the marketplace shows with what it accepted. Its figures are read first and its orders afterwards: a figure
 * that an order explains is no drift, and one that none explains is none of ours.
 */
export async function readBack(
  dependencies: ReadBackDependencies,
  open: OpenChannel,
): Promise<{ read: number; drifting: number }> {
  const { facts, shelves, enqueueIngest } = dependencies
  const { channel, provider, session } = open
  const listings = await shelves.toVerify(channel.id, readBackBatch)
  if (listings.length === 0) return { read: 0, drifting: 0 }
  const readAt = await facts.now()
  const rows = await provider.stock.read(
    session,
    listings.map((listing) => listing.external_id),
  )
  if ((await pullOrders(facts, open, { sweep: false })) > 0) await enqueueIngest(channel.id)
  if (!(await ingested(dependencies, open, readAt))) return { read: 0, drifting: 0 }
  const drifting = await shelves.recordShown(channel.id, shownFigures(listings, rows), {
    readAt,
    overwrite: channel.drift_rule === "overwrite",
  })
  return { read: listings.length, drifting }
}

/** Waits until all that has been read since is ingested; false when that takes too long. */
async function ingested(
  { shelves }: ReadBackDependencies,
  { channel, session }: OpenChannel,
  since: Date,
): Promise<boolean> {
  const { runtime, signal } = session
  const deadline = runtime.now() + longestIngestionMs
  while (!(await shelves.settledSince(channel.id, since))) {
    if (runtime.now() > deadline) return false
    await runtime.sleep(ingestionLookMs, signal)
  }
  return true
}

/** Pure. */
export function shownFigures(
  listings: { listing_id: string; external_id: string }[],
  rows: RemoteStock[],
): ShownFigure[] {
  const shown = new Map(rows.map((row) => [row.externalId, row.quantity]))
  return listings.map(({ listing_id, external_id }) => {
    const quantity = shown.get(external_id)
    return { listing_id, shown: quantity === undefined || isQuantity(quantity) ? quantity : null }
  })
}

const isQuantity = (value: number) => Number.isInteger(value) && value >= 0 && value <= largestQuantity
