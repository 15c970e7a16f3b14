import {
  ChannelError,
  type ItemOutcome,
  type Outcome,
  type RemoteStock,
  type StockWrite,
} from "@serai/channels/contract"
import { TrendyolClient, type TrendyolSession } from "./client"
import type { WireBatchResult } from "./schemas"

/** Trendyol squeezes spaces out of barcodes, so its echo may differ from what was sent. */
const normalised = (barcode: string) => barcode.replace(/\s+/g, "")

/** What each of the marketplace's barcodes was called by whoever asked. */
const asAsked = (externalIds: string[]) => new Map(externalIds.map((id) => [normalised(id), id]))

/** Absolute sellable figures; the answer per item comes later, as the batch. */
export async function writeStock(session: TrendyolSession, items: StockWrite[]): Promise<Outcome[]> {
  const body = JSON.stringify({
    items: items.map(({ externalId, quantity }) => ({ barcode: externalId, quantity })),
  })
  const { batchRequestId } = await new TrendyolClient(session).priceAndInventory(body).catch(receiptLost)
  return items.map(() => ({ status: "pending", batch: batchRequestId }))
}

/** A 2xx without a batch id: the request was received, but its answers can no longer be asked for. */
function receiptLost(error: unknown): never {
  if (!(error instanceof ChannelError) || error.kind !== "contract" || error.status !== undefined) throw error
  throw new ChannelError("unknown_outcome", `${error.message}; the stock may or may not have been taken`, {
    operation: "price-and-inventory",
    code: "unreadable_receipt",
    cause: error,
  })
}

/** developers.trendyol.com/docs/ürün-filtreleme-onaylı-ürün-v2-stok-ve-fiyat: the `barcodes` filter takes 50. */
const barcodesPerRead = 50

export async function readStock(session: TrendyolSession, externalIds: string[]): Promise<RemoteStock[]> {
  const client = new TrendyolClient(session)
  const asked = asAsked(externalIds)
  const barcodes = [...asked.keys()]
  const found: RemoteStock[] = []
  for (let from = 0; from < barcodes.length; from += barcodesPerRead) {
    const page = await client.approvedInventory(barcodes.slice(from, from + barcodesPerRead))
    // A product comes with all its variants, also those nobody asked for.
    for (const { barcode, quantity } of page.content.flatMap(({ variants }) => variants)) {
      const externalId = asked.get(normalised(barcode))
      if (externalId !== undefined && quantity != null) found.push({ externalId, quantity })
    }
  }
  return found
}

/** The answers of one price-and-inventory batch so far. */
export async function settleStock(
  session: TrendyolSession,
  batch: string,
  sent: string[],
): Promise<{ done: boolean; items: ItemOutcome[] }> {
  return readBatch(await new TrendyolClient(session).batchResult(batch), sent)
}

/**
 * Pure. An inventory batch has no status of its own, so it is done when every item has a final one; COMPLETED elsewhere does
 * not mean that an item succeeded either (developers.trendyol.com/docs/toplu-işlem-kontrolü-getbatchrequestresult-1).
 */
export function readBatch(result: WireBatchResult, sent: string[]): { done: boolean; items: ItemOutcome[] } {
  const asked = asAsked(sent)
  const items = result.items.flatMap(({ requestItem, status, failureReasons }): ItemOutcome[] => {
    const externalId = asked.get(normalised(requestItem.barcode)) ?? requestItem.barcode
    if (status === "SUCCESS") return [{ externalId, outcome: { status: "accepted" } }]
    if (status === "FAILED") return [{ externalId, outcome: refused(failureReasons ?? []) }]
    return []
  })
  const expected = Math.max(result.itemCount ?? 0, result.items.length)
  return { done: result.status !== "IN_PROGRESS" && expected > 0 && items.length >= expected, items }
}

/** Reasons are free text in Turkish or English; none of them is documented as passing. */
function refused(reasons: (string | null)[]): ItemOutcome["outcome"] {
  const message = reasons.filter((reason) => reason !== null).join("; ") || "Trendyol gave no reason"
  return { status: "rejected", code: "FAILED", message, final: true }
}
