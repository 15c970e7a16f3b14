import { ChannelError, type ChannelProvider, type RemoteOrder } from "../../contract"
import type { MovedListing } from "../../ledger/aspects"
import type { Sql } from "../../ledger/data-source"
import type { EntryResult, InboxEntry } from "../../ledger/inbox"
import { variantsOfListings } from "../../ledger/listings"
import { knownLines, knownOrders, knownPackages, variantFacts, type VariantFacts } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import { lineItemIdOf, orderIdOf } from "./ids"
import { matchLines, type OrderLine, type OrderLines } from "./order-lines"
import { applyFact, hasLeft, owedLines, type KnownPackage } from "./package-facts"

/** Everything one round knows about one order. */
export interface OrderWork extends OrderLines {
  order: RemoteOrder
  orderId: string
  /** Not ingested before; Medusa may have it all the same. */
  isNew: boolean
  isCreated: boolean
  isCanceled: boolean
  packages: Map<string, KnownPackage>
}

export interface Readable {
  entry: InboxEntry
  orders: RemoteOrder[]
}

/** Bodies that cannot be read become dead entries with their reason; the rest goes on. */
export function readEntries(provider: ChannelProvider, entries: InboxEntry[]) {
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

export async function gatherWork(
  ledger: Sql,
  channel: ChannelRecord,
  { readable, results }: { readable: Readable[]; results: EntryResult[] },
): Promise<OrderWork[]> {
  const externalIds = [...new Set(readable.flatMap(({ orders }) => orders.map((order) => order.externalId)))]
  const keys = externalIds.map((externalId) => ({ externalId, orderId: orderIdOf(channel.id, externalId) }))
  const [packages, orders, lines] = await Promise.all([
    knownPackages(ledger, channel.id, externalIds),
    knownOrders(ledger, channel.id, keys),
    knownLines(ledger, keys),
  ])
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
  return [...newest.values()].map((order): OrderWork => {
    const mine = packages.get(order.externalId) ?? new Map<string, KnownPackage>()
    const before = lines.filter((line) => line.order_external_id === order.externalId)
    const known = orders.find((one) => one.external_id === order.externalId)
    return {
      order,
      orderId: orderIdOf(channel.id, order.externalId),
      isNew: !known?.ingested,
      isCreated: known?.created ?? false,
      isCanceled: known?.canceled ?? false,
      packages: mine,
      ...matchLines(owedLines(mine.values()), before, (line) =>
        lineItemIdOf(channel.id, order.externalId, line),
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

export interface Variants {
  /** By listing: null while nobody has mapped it. */
  byListing: Map<string, string | null>
  facts: Map<string, VariantFacts>
}

export async function findVariants(
  ledger: Sql,
  channel: ChannelRecord,
  works: OrderWork[],
): Promise<Variants> {
  const lines = works.flatMap((work) => work.lines)
  const listings = [...new Set(lines.map(({ line }) => line.listingExternalId))]
  const targets = await variantsOfListings(ledger, channel.id, listings)
  const ids = [...targets, ...lines.flatMap(({ known }) => known ?? [])].flatMap(
    ({ variant_id: id }) => id ?? [],
  )
  return {
    byListing: new Map(targets.map((target) => [target.external_id, target.variant_id])),
    facts: await variantFacts(ledger, [...new Set(ids)]),
  }
}

/** A line keeps the variant it was sold as, even when its listing is mapped to another one later. */
export function variantOf({ line, known }: OrderLine, variants: Variants): VariantFacts | undefined {
  const id = known?.variant_id ?? variants.byListing.get(line.listingExternalId)
  return id ? variants.facts.get(id) : undefined
}

/** Sold and sent before the channel was connected: its goods are no longer among what was counted. */
export function isOlderSale(channel: ChannelRecord, work: OrderWork): boolean {
  return work.isNew && work.order.placedAt < channel.orders_since && hasLeft(work.packages.values())
}

/** Listings of which something was sold or cancelled: the marketplace has changed what it shows of them, and when. */
export const movedListings = (works: OrderWork[]): MovedListing[] =>
  works.flatMap((work) =>
    work.lines
      .filter(({ known, owed }) => known?.owed !== owed)
      .map(({ line, known, owed }) => ({
        external_id: line.listingExternalId,
        moved_at: owed > (known?.owed ?? 0) ? work.order.placedAt : lastModified(work),
      })),
  )

const lastModified = ({ packages, order }: OrderWork): Date =>
  [...packages.values()].reduce(
    (latest, { modifiedAt }) => (modifiedAt > latest ? modifiedAt : latest),
    order.placedAt,
  )
