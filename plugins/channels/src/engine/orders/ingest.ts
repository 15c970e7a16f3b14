import type { DataSource } from "typeorm"
import { ChannelError, type ChannelProvider, type Logger, type RemoteOrder } from "../../contract"
import {
  failEntry,
  finishEntries,
  pendingEntries,
  type EntryResult,
  type InboxEntry,
} from "../../ledger/inbox"
import { variantsOfListings } from "../../ledger/listings"
import {
  existingIds,
  knownLines,
  knownOrders,
  knownPackages,
  saveOrders,
  variantFacts,
  type KnownLine,
  type LineRow,
  type LineState,
  type VariantFacts,
} from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import type { Medusa } from "../medusa"
import { lineItemIdOf, orderIdOf } from "./ids"
import { toLineItem, toMedusaOrder } from "./medusa-order"
import { applyFact, hasLeft, orderState, owedLines, type KnownPackage, type OwedLine } from "./package-facts"
import { reserveLines, type OwedPieces } from "./reserve"

export interface IngestDependencies {
  ledger: DataSource
  medusa: Medusa
  log: Logger
}

export interface IngestChannel {
  channel: ChannelRecord
  provider: ChannelProvider
}

/** Entries per round: enough for Medusa's bulk creation to pay, few enough to stay small in memory. */
const batchSize = 40

/** Ingests until nothing waits. Rejects at the end when entries failed for a reason that may pass: the job comes back for them. */
export async function ingestChannel(dependencies: IngestDependencies, target: IngestChannel): Promise<void> {
  const failed = new Map<string, Error>()
  for (;;) {
    const entries = await pendingEntries(dependencies.ledger, target.channel.id, {
      limit: batchSize,
      except: [...failed.keys()],
    })
    if (entries.length === 0) break
    for (const [id, error] of await ingestIsolating(dependencies, target, entries)) failed.set(id, error)
  }
  const [error] = failed.values()
  if (error !== undefined) throw error
}

/** One bad entry must not hold up the others: a batch that fails is tried one by one. Returns the culprits and their errors. */
async function ingestIsolating(
  dependencies: IngestDependencies,
  target: IngestChannel,
  entries: InboxEntry[],
): Promise<[id: string, error: Error][]> {
  try {
    await ingestBatch(dependencies, target, entries)
    return []
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const [only] = entries
    if (entries.length === 1 && only) {
      await failEntry(dependencies.ledger, only, error.message)
      return [[only.id, error]]
    }
    dependencies.log.warn("A batch of orders failed; trying its entries one by one", {
      channel: target.channel.id,
      error,
    })
    const failed: [string, Error][] = []
    for (const entry of entries) failed.push(...(await ingestIsolating(dependencies, target, [entry])))
    return failed
  }
}

/** Everything one round knows about one order. */
interface OrderWork {
  order: RemoteOrder
  orderId: string
  isNew: boolean
  packages: Map<string, KnownPackage>
  owed: OwedLine[]
  known: Map<string, KnownLine>
}

async function ingestBatch(
  dependencies: IngestDependencies,
  { channel, provider }: IngestChannel,
  entries: InboxEntry[],
): Promise<void> {
  const { ledger, medusa } = dependencies
  const { readable, results } = readEntries(provider, entries)
  const works = await gatherWork(dependencies, channel, { readable, results })
  const variants = await findVariants(dependencies, channel, works)

  await createMissingOrders(dependencies, channel, { works, variants })
  const unplaced = await alignReservations(dependencies, channel, { works, variants })
  await cancelEmptied(medusa, works)

  await ledger.transaction(async (sql) => {
    await saveOrders(sql, channel.id, {
      orders: works.map((work) => orderRow(work)),
      packages: works.flatMap((work) =>
        [...work.packages.values()].map((pack) => ({ orderExternalId: work.order.externalId, pack })),
      ),
      lines: works.flatMap((work) =>
        work.owed.map((owed) => lineRow(channel, work, { owed, variants, unplaced })),
      ),
    })
    await finishEntries(sql, results)
  })
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

interface Readable {
  entry: InboxEntry
  orders: RemoteOrder[]
}

/** Bodies that cannot be read become dead entries with their reason; the rest goes on. */
function readEntries(provider: ChannelProvider, entries: InboxEntry[]) {
  const readable: Readable[] = []
  const results: EntryResult[] = []
  for (const entry of entries) {
    try {
      readable.push({ entry, orders: provider.orders.read(entry.body) })
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error
      results.push(resultOf(entry, { state: "dead", code: error.kind, error: error.message }))
    }
  }
  return { readable, results }
}

const resultOf = (
  entry: InboxEntry,
  result: Partial<EntryResult> & Pick<EntryResult, "state">,
): EntryResult => ({
  id: entry.id,
  occurred_at: entry.occurred_at,
  code: null,
  error: null,
  result: null,
  ...result,
})

async function gatherWork(
  { ledger }: IngestDependencies,
  channel: ChannelRecord,
  { readable, results }: { readable: Readable[]; results: EntryResult[] },
): Promise<OrderWork[]> {
  const externalIds = [...new Set(readable.flatMap(({ orders }) => orders.map((order) => order.externalId)))]
  const [packages, orders, lines] = await Promise.all([
    knownPackages(ledger, channel.id, externalIds),
    knownOrders(ledger, channel.id, externalIds),
    knownLines(ledger, channel.id, externalIds),
  ])
  const known = new Set(orders.map((order) => order.external_id))
  const newest = new Map<string, RemoteOrder>()
  for (const { entry, orders: told } of readable) {
    for (const order of told) {
      const verdict = applyFact(packages.get(order.externalId) ?? new Map<string, KnownPackage>(), order)
      const previous = newest.get(order.externalId)
      if (verdict.verdict !== "conflict") newest.set(order.externalId, mergedBuyer(previous, order))
      results.push(
        verdict.verdict === "conflict"
          ? resultOf(entry, { state: "dead", code: "conflict", error: verdict.reason })
          : resultOf(entry, { state: "done", result: `${verdict.verdict} ${order.externalId}` }),
      )
    }
  }
  return [...newest.values()].map((order) => {
    const mine = packages.get(order.externalId) ?? new Map<string, KnownPackage>()
    return {
      order,
      orderId: orderIdOf(channel.id, order.externalId),
      isNew: !known.has(order.externalId),
      packages: mine,
      owed: owedLines(mine.values()),
      known: new Map(
        lines
          .filter((line) => line.order_external_id === order.externalId)
          .map((line) => [line.external_id, line]),
      ),
    }
  })
}

/** A later telling may mask what an earlier one told in the clear, and the other way round. */
function mergedBuyer(previous: RemoteOrder | undefined, next: RemoteOrder): RemoteOrder {
  return {
    ...next,
    buyer: next.buyer ?? previous?.buyer ?? null,
    shippingAddress: next.shippingAddress ?? previous?.shippingAddress ?? null,
    billingAddress: next.billingAddress ?? previous?.billingAddress ?? null,
  }
}

interface Variants {
  /** By listing: null while nobody has mapped it. */
  byListing: Map<string, string | null>
  facts: Map<string, VariantFacts>
}

async function findVariants(
  { ledger }: IngestDependencies,
  channel: ChannelRecord,
  works: OrderWork[],
): Promise<Variants> {
  const listings = [...new Set(works.flatMap((work) => work.owed.map(({ line }) => line.listingExternalId)))]
  const targets = await variantsOfListings(ledger, channel.id, listings)
  const ids = targets.flatMap((target) => (target.variant_id === null ? [] : [target.variant_id]))
  return {
    byListing: new Map(targets.map((target) => [target.external_id, target.variant_id])),
    facts: await variantFacts(ledger, [...new Set(ids)]),
  }
}

/** A line keeps the variant it was sold as, even when its listing is mapped to another one later. */
function variantOf(work: OrderWork, { line }: OwedLine, variants: Variants): VariantFacts | undefined {
  const id = work.known.get(line.externalId)?.variant_id ?? variants.byListing.get(line.listingExternalId)
  return id ? variants.facts.get(id) : undefined
}

async function createMissingOrders(
  { ledger, medusa }: IngestDependencies,
  channel: ChannelRecord,
  { works, variants }: { works: OrderWork[]; variants: Variants },
): Promise<void> {
  const fresh = works.filter((work) => work.isNew)
  // A crash after creation and before the ledger's commit leaves orders we do not know yet: their ids tell.
  const existing = await existingIds(
    ledger,
    "order",
    fresh.map((work) => work.orderId),
  )
  const lineItem = (work: OrderWork, owed: OwedLine) =>
    toLineItem(channel, work.order.externalId, { owed, variant: variantOf(work, owed, variants) })
  const missing = fresh.filter((work) => !existing.has(work.orderId))
  if (missing.length > 0) {
    await medusa.createOrders(
      missing.map((work) =>
        toMedusaOrder(
          channel,
          work.order,
          work.owed.map((owed) => lineItem(work, owed)),
        ),
      ),
    )
  }
  const grown = works.filter((work) => !missing.includes(work))
  for (const work of grown) {
    const added = work.owed
      .filter(({ line }) => !work.known.has(line.externalId))
      .map((owed) => lineItem(work, owed))
    const there = await existingIds(
      ledger,
      "order_line_item",
      added.map((line) => line.id),
    )
    const lacking = added.filter((line) => !there.has(line.id))
    if (lacking.length > 0) await medusa.addLines(work.orderId, lacking)
  }
}

/** Only lines whose owed pieces changed are touched: a fulfilment that is being made right now is not raced. */
async function alignReservations(
  dependencies: IngestDependencies,
  channel: ChannelRecord,
  { works, variants }: { works: OrderWork[]; variants: Variants },
): Promise<Set<string>> {
  const lines = works.flatMap((work) =>
    work.owed.flatMap((owed): OwedPieces[] => {
      const known = work.known.get(owed.line.externalId)
      const variant = variantOf(work, owed, variants)
      if (!variant || known?.owed === owed.owed || isOlderSale(channel, work)) return []
      return [
        {
          lineItemId: lineItemIdOf(channel.id, work.order.externalId, owed.line.externalId),
          owed: owed.owed,
          variant,
        },
      ]
    }),
  )
  return reserveLines({ sql: dependencies.ledger, medusa: dependencies.medusa }, channel.sales_channel_id, {
    lines,
    description: `${channel.name} (${channel.marketplace})`,
  })
}

/** Sold and sent before the channel was connected: its goods are no longer among what was counted. */
function isOlderSale(channel: ChannelRecord, work: OrderWork): boolean {
  return work.isNew && work.order.placedAt < channel.orders_since && hasLeft(work.packages.values())
}

async function cancelEmptied(medusa: Medusa, works: OrderWork[]): Promise<void> {
  const emptied = works.filter((work) => {
    const owes = work.owed.some(({ owed }) => owed > 0)
    const owedBefore = work.isNew || [...work.known.values()].some((line) => line.owed > 0)
    return !owes && owedBefore
  })
  if (emptied.length > 0) await medusa.cancelOrders(emptied.map((work) => work.orderId))
}

const orderRow = (work: OrderWork) => ({
  external_id: work.order.externalId,
  order_id: work.orderId,
  currency: work.order.currency,
  placed_at: work.order.placedAt,
  state: orderState(work.packages.values()),
  url: work.order.url,
})

function lineRow(
  channel: ChannelRecord,
  work: OrderWork,
  { owed, variants, unplaced }: { owed: OwedLine; variants: Variants; unplaced: Set<string> },
): LineRow {
  const { line } = owed
  const variant = variantOf(work, owed, variants)
  const lineItemId = lineItemIdOf(channel.id, work.order.externalId, line.externalId)
  return {
    order_external_id: work.order.externalId,
    external_id: line.externalId,
    line_item_id: lineItemId,
    listing_external_id: line.listingExternalId,
    barcode: line.barcode,
    sku: line.sku,
    title: line.title,
    ordered: owed.ordered,
    owed: owed.owed,
    variant_id: variant?.id ?? null,
    state: lineState(owed, {
      variant,
      unplaced: unplaced.has(lineItemId),
      older: isOlderSale(channel, work),
    }),
  }
}

function lineState(
  { owed }: OwedLine,
  { variant, unplaced, older }: { variant: VariantFacts | undefined; unplaced: boolean; older: boolean },
): LineState {
  if (owed === 0 || older) return "closed"
  if (!variant) return "unmapped"
  if (variant.components.length === 0) return "unmanaged"
  return unplaced ? "unplaced" : "reserved"
}
