import { ChannelError, type ItemOutcome } from "@serai/channels/contract"
import type { z } from "zod"
import { TrendyolClient, type TrendyolSession } from "./client"
import type { Endpoint } from "./limits"
import type { inventoryPage, WireBatchResult } from "./schemas"

/** Stock and prices share one endpoint, one kind of batch and one reading; the ports are in the files of their names. */

/** Trendyol squeezes spaces out of barcodes, so its echo may differ from what was sent. */
export const normalised = (barcode: string) => barcode.replace(/\s+/g, "")

/** What each of the marketplace's barcodes was called by whoever asked. */
export const asAsked = (externalIds: string[]) => new Map(externalIds.map((id) => [normalised(id), id]))

/** Takes a body of items; the answer per item comes later, as the batch whose name this is. */
export async function sendInventory(session: TrendyolSession, body: string): Promise<string> {
  const { batchRequestId } = await new TrendyolClient(session)
    .priceAndInventory(body)
    .catch(receiptLost("price-and-inventory"))
  return batchRequestId
}

/** A 2xx without a batch id: the request was received, but its answers can no longer be asked for. */
export const receiptLost =
  (operation: Endpoint) =>
  (error: unknown): never => {
    if (!(error instanceof ChannelError) || error.kind !== "contract" || error.status !== undefined)
      throw error
    throw new ChannelError("unknown_outcome", `${error.message}; it may or may not have been taken`, {
      operation,
      code: "unreadable_receipt",
      cause: error,
    })
  }

/** developers.trendyol.com/docs/ürün-filtreleme-onaylı-ürün-v2-stok-ve-fiyat: the `barcodes` filter takes 50. */
export const barcodesPerRead = 50

type ShownVariant = z.output<typeof inventoryPage>["content"][number]["variants"][number]

/** What the marketplace shows of these listings now, under the names they were asked for. */
export async function readInventory(
  session: TrendyolSession,
  externalIds: string[],
): Promise<{ externalId: string; shown: ShownVariant }[]> {
  const client = new TrendyolClient(session)
  const asked = asAsked(externalIds)
  const barcodes = [...asked.keys()]
  const found: { externalId: string; shown: ShownVariant }[] = []
  for (let from = 0; from < barcodes.length; from += barcodesPerRead) {
    const page = await client.approvedInventory(barcodes.slice(from, from + barcodesPerRead))
    // A product comes with all its variants, also those nobody asked for.
    for (const shown of page.content.flatMap(({ variants }) => variants)) {
      const externalId = asked.get(normalised(shown.barcode))
      if (externalId !== undefined) found.push({ externalId, shown })
    }
  }
  return found
}

/** The answers of one batch so far, whatever it carried. */
export async function settleBatch(
  session: TrendyolSession,
  batch: string,
  sent: string[] = [],
): Promise<{ done: boolean; items: ItemOutcome[] }> {
  return readBatch(await new TrendyolClient(session).batchResult(batch), sent)
}

/**
 * Pure. An inventory batch has no status of its own, so a batch is done when every item has a final one; COMPLETED elsewhere does
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
