import { movedListings, readEntries, type OrderWork } from "@serai/channels/engine/orders/order-work"
import { planReservations, type LineTarget } from "@serai/channels/engine/orders/plan-reservations"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import type { MemoryLedger, Step } from "../ledger/memory-ledger"
import type { Books } from "./books"
import type { ItemLocks } from "./locks"
import type { Shelves } from "./shelves"

export interface IngestHouse {
  ledger: MemoryLedger
  shelves: Shelves
  books: Books
  locks: ItemLocks
  recipeOf: (channelId: string, listing: string) => Record<string, number>
  locationsOf: (channelId: string) => string[]
  /** All that was told by the reading which began then is ingested. */
  noteSettled: (channelId: string, began: number) => void
  /** Every line of these orders has its reservation. */
  onReserved: (channelId: string, orders: string[]) => void
}

export interface IngestProcess {
  step: Step
  /** What a planted mistake makes of the targets; the engine's own otherwise. */
  targets: (targets: LineTarget[]) => LineTarget[]
  /** All that a reading told is ingested. */
  onSettled: (channelId: string) => Promise<void>
}

const batchSize = 40

/**
 * The steps of `engine/orders/ingest.ts`, in its order, on orders and reservations in memory. What is decided is decided by
 * the engine's own functions.
 */
export async function ingestInMemory(
  house: IngestHouse,
  process: IngestProcess,
  { channel, provider }: OpenChannel,
): Promise<void> {
  const { step } = process
  const { ledger, books } = house
  for (;;) {
    const entries = await step(() => ledger.inbox.pending(channel.id, batchSize))
    if (entries.length === 0) break
    const { readable } = readEntries(provider, entries)
    const works = await step(() => books.gather(channel.id, readable))
    const moved = provider.traits.stock.ownDecrement === "no" ? [] : movedListings(works)
    await step(() => books.createMissing(channel.id, works))
    if (moved.length > 0) await step(() => ledger.markMoved(channel.id, moved))
    await reserve(house, process, { channelId: channel.id, works })
    const settled = await step(() => {
      books.save(channel.id, works)
      ledger.inbox.finish(
        channel.id,
        entries.map(({ id }) => id),
      )
      ledger.markListingsDirty(channel.id, [...new Set(moved.map((listing) => listing.external_id))])
      return settle(house, channel.id)
    })
    if (settled) await process.onSettled(channel.id)
  }
  if (await step(() => settle(house, channel.id))) await process.onSettled(channel.id)
}

function settle({ ledger, noteSettled }: IngestHouse, channelId: string): boolean {
  const settled = ledger.settleReadings(channelId)
  const began = ledger.tables.reading(channelId).settled?.began
  if (settled && began !== undefined) noteSettled(channelId, began)
  return settled
}

/** Removing, changing and creating commit one by one, under the lock of every item concerned. */
async function reserve(
  house: IngestHouse,
  { step, targets }: IngestProcess,
  { channelId, works }: { channelId: string; works: OrderWork[] },
): Promise<void> {
  const { shelves, locks } = house
  const wanted = targets(works.flatMap((work) => lineTargets(house, channelId, work)))
  const lines = wanted.map(({ lineItemId }) => lineItemId)
  const items = [
    ...wanted.flatMap(({ components }) => components.map(({ inventoryItemId }) => inventoryItemId)),
    ...shelves.reservationsOf(lines).map((row) => row.inventory_item_id),
  ]
  const owing = works.filter((work) => work.lines.some(({ owed }) => owed > 0))
  const orders = owing.map((work) => work.order.externalId)
  if (items.length === 0) {
    house.onReserved(channelId, orders)
    return
  }
  await locks.withLocked(step, [...new Set(items)].sort(), async () => {
    const plan = await step(() =>
      planReservations(
        wanted.map((one) => ({
          ...one,
          quantity: Math.max(0, one.quantity - shelves.fulfilled(one.lineItemId)),
        })),
        {
          free: shelves.free(items, house.locationsOf(channelId)),
          live: shelves.reservationsOf(lines),
          made: shelves.madeOf(lines, items),
        },
      ),
    )
    if (plan.remove.length > 0) await step(() => shelves.remove(plan.remove))
    if (plan.update.length > 0) await step(() => shelves.update(plan.update))
    await step(() => {
      shelves.create(plan.create)
      house.onReserved(channelId, orders)
    })
  })
}

/** Only lines whose owed pieces changed are touched. */
function lineTargets(house: IngestHouse, channelId: string, work: OrderWork): LineTarget[] {
  return work.lines
    .filter(({ known, owed }) => known?.owed !== owed)
    .map(({ line, lineItemId, owed }) => ({
      lineItemId,
      quantity: owed,
      components: Object.entries(house.recipeOf(channelId, line.listingExternalId)).map(
        ([inventoryItemId, required]) => ({ inventoryItemId, required }),
      ),
    }))
}
