/** Whose history: a listing's, or an inventory item's, everywhere or at one location. */
export type HistorySubject =
  { listingId: string } | { inventoryItemId: string; locationId: string | undefined }

/** Pure: where the API tells it. */
export function requestOf(subject: HistorySubject): { path: string; query: Record<string, string> } {
  if ("listingId" in subject) {
    return { path: `/admin/listings/${encodeURIComponent(subject.listingId)}/history`, query: {} }
  }
  const { inventoryItemId, locationId } = subject
  return {
    path: "/admin/stock-history",
    query: { inventory_item_id: inventoryItemId, ...(locationId && { location_id: locationId }) },
  }
}
