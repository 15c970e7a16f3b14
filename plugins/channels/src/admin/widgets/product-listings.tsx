import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import { figureColumns } from "../components/listing/figure-columns"
import { ListingDrawer } from "../components/listing/listing-drawer"
import { ListTable, type Column } from "../components/list-table"
import { Section } from "../components/section"
import { EmptyState, Loaded } from "../components/states"
import { useProductListings } from "../hooks/listings"
import type { Listing } from "../lib/wire"

const columns: Column<Listing>[] = [
  {
    header: "Channel",
    cell: (listing) => (
      <div className="min-w-[140px]">
        <Text size="small" leading="compact" weight="plus">
          {listing.channel_name}
        </Text>
        <Text size="xsmall" className="text-ui-fg-subtle">
          {[listing.variant_title, listing.external_id].filter(Boolean).join(" · ")}
        </Text>
      </div>
    ),
  },
  ...figureColumns,
  {
    header: "",
    cell: (listing) => (
      <Link
        className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover txt-compact-small"
        to={`/channels/listings/${listing.id}`}
        onClick={(event) => event.stopPropagation()}
      >
        History
      </Link>
    ),
  },
]

/** Where this product is offered; a row opens why it shows what it shows. */
const ProductListingsWidget = ({ data }: { data: { id: string } }) => {
  const [openId, setOpenId] = useState<string>()
  return (
    <Section title="Channels">
      <Loaded query={useProductListings(data.id)} rows={2}>
        {({ listings }) =>
          listings.length === 0 ? (
            <EmptyState
              title="Not listed anywhere"
              hint="Listings of connected channels appear here once they are mapped to a variant of this product."
            />
          ) : (
            <ListTable
              columns={columns}
              rows={listings}
              rowKey={(listing) => listing.id}
              onOpen={(listing) => setOpenId(listing.id)}
            />
          )
        }
      </Loaded>
      {openId !== undefined && <ListingDrawer id={openId} onClose={() => setOpenId(undefined)} />}
    </Section>
  )
}

export const config = defineWidgetConfig({ id: "serai-product-listings", zone: "product.details.after" })

export default ProductListingsWidget
