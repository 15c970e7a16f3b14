import type { DataSource } from "typeorm"
import type { ChannelProvider, Logger, Session } from "../../contract"
import { failEntry, finishEntries, nextRetry, pendingEntries, type InboxEntry } from "../../ledger/inbox"
import { markMoved } from "../../ledger/aspects"
import { settleReadings } from "../../ledger/gate"
import { markListingsDirty } from "../../ledger/listings"
import { saveOrders } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import { traced } from "../health/trace"
import type { Medusa } from "../medusa"
import { alignOrderStates, alignReservations, createMissingOrders } from "./apply-work"
import { lineRow, orderRow, packageRows } from "./order-rows"
import { findVariants, gatherWork, movedListings, readEntries } from "./order-work"

export interface IngestDependencies {
  ledger: DataSource
  medusa: Medusa
  log: Logger
  /** All that a reading of orders told is ingested: what waited for it may go. */
  onSettled: (channelId: string) => Promise<void>
  /** What failed for a reason that may pass is due again then. */
  onRetry: (channelId: string, at: Date) => Promise<void>
}

export interface IngestChannel {
  channel: ChannelRecord
  provider: ChannelProvider
  session?: Pick<Session, "signal">
}

/** Entries per round: enough for Medusa's bulk creation to pay, few enough to stay small in memory. */
const batchSize = 40

/** Ingests until nothing is due. */
export async function ingestChannel(dependencies: IngestDependencies, target: IngestChannel): Promise<void> {
  for (;;) {
    target.session?.signal?.throwIfAborted()
    const entries = await pendingEntries(dependencies.ledger, target.channel.id, batchSize)
    if (entries.length === 0) break
    await ingestIsolating(dependencies, target, entries)
  }
  // What was put aside keeps no reading waiting either.
  if (await settleReadings(dependencies.ledger, target.channel.id)) {
    await dependencies.onSettled(target.channel.id)
  }
  const retryAt = await nextRetry(dependencies.ledger, target.channel.id)
  if (retryAt) await dependencies.onRetry(target.channel.id, retryAt)
}

/** One bad entry must not hold up the others: a batch that fails is tried one by one. */
async function ingestIsolating(
  dependencies: IngestDependencies,
  target: IngestChannel,
  entries: InboxEntry[],
): Promise<void> {
  try {
    await traced("ingest batch", { "serai.entries": entries.length }, () =>
      ingestBatch(dependencies, target, entries),
    )
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    // No entry's fault: the worker was told to stop.
    target.session?.signal?.throwIfAborted()
    const [only] = entries
    if (entries.length === 1 && only) {
      await failEntry(dependencies.ledger, only, error.message)
      dependencies.log.warn("A received fact failed", {
        channel: target.channel.id,
        entry: only.id,
        attempts: only.attempts + 1,
        error,
      })
      return
    }
    dependencies.log.warn("A batch of orders failed; trying its entries one by one", {
      channel: target.channel.id,
      error,
    })
    for (const entry of entries) await ingestIsolating(dependencies, target, [entry])
  }
}

async function ingestBatch(
  dependencies: IngestDependencies,
  { channel, provider }: IngestChannel,
  entries: InboxEntry[],
): Promise<void> {
  const { ledger, medusa } = dependencies
  const apply = { sql: ledger, medusa }
  const { readable, results } = readEntries(provider, entries)
  const works = await gatherWork(ledger, channel, { readable, results })
  const variants = await findVariants(ledger, channel, works)

  const moved = provider.traits.stock.ownDecrement === "no" ? [] : movedListings(works)

  await createMissingOrders(apply, channel, { works, variants })
  await markMoved(ledger, channel.id, moved)
  const unplaced = await alignReservations(apply, channel, { works, variants })
  await alignOrderStates(medusa, works)

  const settled = await ledger.transaction(async (sql) => {
    await saveOrders(sql, channel.id, {
      orders: works.map((work) => orderRow(work)),
      packages: works.flatMap((work) => packageRows(work)),
      lines: works.flatMap((work) =>
        work.lines.map((line) => lineRow(channel, work, { line, variants, unplaced })),
      ),
      vanished: works.flatMap((work) => work.vanished.map((line) => line.line_item_id)),
    })
    await finishEntries(sql, results)
    const listings = [...new Set(moved.map((listing) => listing.external_id))]
    await markListingsDirty(sql, channel.id, listings)
    return settleReadings(sql, channel.id)
  })
  if (settled) await dependencies.onSettled(channel.id)
  const created = works.filter((work) => work.isNew).map((work) => work.orderId)
  if (created.length > 0) await announce(dependencies, created)
}

/** The orders stand; a subscriber that cannot be told now is no reason to take them for failed. */
async function announce({ medusa, log }: IngestDependencies, orderIds: string[]): Promise<void> {
  try {
    await medusa.announceOrders(orderIds)
  } catch (error) {
    log.warn("order.placed could not be announced", { orders: orderIds.length, error })
  }
}
