import type { BatchItem, BatchWork } from "./batches"
import type { Seller } from "./catalogue"

export interface ArchiveItem {
  barcode: string
  archived: boolean
}

/** What an archive-state request has a batch do. */
export const archiveWork = (seller: Seller, items: ArchiveItem[]): BatchWork => ({
  items: items.map((item) => itemOf(seller, item)),
  head: (done) => ({
    batchRequestType: "ProductArchiveUpdate",
    status: done ? "COMPLETED" : "IN_PROGRESS",
    notes: null,
  }),
})

/** Archiving what is archived succeeds: no page says otherwise. */
function itemOf(seller: Seller, { barcode, archived }: ArchiveItem): BatchItem {
  const product = seller.products.get(barcode)
  return {
    told: { batchRequestLogId: null, requestItem: { archived, supplierId: seller.id, barcode } },
    refusal: () =>
      product?.approval === "approved" ? undefined : `${barcode} barkodlu onaylı ürün bulunamadı.`,
    carryOut: (now) => {
      if (product) Object.assign(product, { archived, modifiedAt: now })
    },
  }
}
