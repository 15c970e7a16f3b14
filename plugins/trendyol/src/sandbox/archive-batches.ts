import type { Storefront } from "../storefronts"
import type { BatchItem, BatchWork } from "./batches"
import type { Seller } from "./catalogue"

export interface ArchiveItem {
  barcode: string
  archived: boolean
}

/** What an archive-state request has a batch do. */
export const archiveWork = (seller: Seller, items: ArchiveItem[], storefronts: Storefront[]): BatchWork => ({
  items: items.map((item) => itemOf(seller, item, storefronts)),
  head: (done) => ({
    batchRequestType: "ProductArchiveUpdate",
    status: done ? "COMPLETED" : "IN_PROGRESS",
    notes: null,
  }),
})

/** Archiving what is archived succeeds: no page says otherwise. */
function itemOf(seller: Seller, { barcode, archived }: ArchiveItem, storefronts: Storefront[]): BatchItem {
  const product = seller.products.get(barcode)
  return {
    told: { batchRequestLogId: null, requestItem: { archived, supplierId: seller.id, barcode } },
    refusal: () =>
      product?.approval === "approved" ? undefined : `${barcode} barkodlu onaylı ürün bulunamadı.`,
    carryOut: (now) => {
      if (!product) return
      product.modifiedAt = now
      for (const storefront of storefronts) {
        if (archived) product.archivedOn.add(storefront)
        else product.archivedOn.delete(storefront)
      }
    },
  }
}
