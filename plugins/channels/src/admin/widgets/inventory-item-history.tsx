import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { ItemHistory } from "../components/history/item-history"
import { OffersSection } from "../components/listing/offers-section"
import { useItemListings } from "../hooks/listings"

/** Where an inventory item is sold, what lay of it over time, and who changed that. */
const InventoryItemHistoryWidget = ({ data }: { data: { id: string } }) => (
  <div className="flex flex-col gap-y-3">
    <OffersSection
      query={useItemListings(data.id)}
      hint="Listings whose figure depends on this item, kits among them."
      emptyHint="Listings of connected channels appear here once they are mapped to a variant that is made of this item."
    />
    <ItemHistory key={data.id} inventoryItemId={data.id} />
  </div>
)

export const config = defineWidgetConfig({
  id: "serai-inventory-item-history",
  zone: "inventory_item.details.after",
})

export default InventoryItemHistoryWidget
