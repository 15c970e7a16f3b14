import type { OfferWrite, Outcome, RemoteOffer } from "@serai/channels/contract"
import { TrendyolClient, type TrendyolSession } from "./client"
import { asAsked, barcodesPerRead, normalised, receiptLost } from "./inventory"
import { approvedProduct } from "./schemas"
import { parseEach } from "./listings"

/** Off sale is archived at Trendyol; the answer per item comes later, as the batch. */
export async function writeOffers(session: TrendyolSession, items: OfferWrite[]): Promise<Outcome[]> {
  const body = JSON.stringify({
    items: items.map(({ externalId, onSale }) => ({ barcode: externalId, archived: !onSale })),
  })
  const { batchRequestId } = await new TrendyolClient(session)
    .archiveState(body)
    .catch(receiptLost("archive-state"))
  return items.map(() => ({ status: "pending", batch: batchRequestId }))
}

/** A product comes with all its variants, also those nobody asked for. */
export async function readOffers(session: TrendyolSession, externalIds: string[]): Promise<RemoteOffer[]> {
  const client = new TrendyolClient(session)
  const asked = asAsked(externalIds)
  const barcodes = [...asked.keys()]
  const found: RemoteOffer[] = []
  for (let from = 0; from < barcodes.length; from += barcodesPerRead) {
    const page = await client.approvedProducts({
      barcodes: barcodes.slice(from, from + barcodesPerRead).join(","),
      page: 0,
      size: 100,
    })
    const variants = parseEach(session, approvedProduct, page.content).flatMap((product) => product.variants)
    for (const { barcode, archived } of variants) {
      const externalId = asked.get(normalised(barcode))
      if (externalId !== undefined) found.push({ externalId, onSale: !archived })
    }
  }
  return found
}
