import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { OffersSection } from "../components/listing/offers-section"
import { useProductListings } from "../hooks/listings"

/** Where this product is offered. */
const ProductListingsWidget = ({ data }: { data: { id: string } }) => (
  <OffersSection
    query={useProductListings(data.id)}
    emptyHint="Listings of connected channels appear here once they are mapped to a variant of this product."
  />
)

export const config = defineWidgetConfig({ id: "serai-product-listings", zone: "product.details.after" })

export default ProductListingsWidget
