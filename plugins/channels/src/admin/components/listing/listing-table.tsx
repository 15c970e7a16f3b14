import { Button, Text } from "@medusajs/ui"
import type { Listing } from "../../lib/wire"
import { ListTable, type Column, type PageControl } from "../list-table"
import { Thumbnail } from "../thumbnail"
import { figureColumns } from "./figure-columns"

const ListingCell = ({ listing }: { listing: Listing }) => (
  <div className="flex min-w-0 items-center gap-x-3 py-1 sm:max-w-[360px]">
    <Thumbnail src={listing.image_url ?? listing.product_thumbnail} />
    <div className="min-w-0">
      <Text size="small" leading="compact" weight="plus" className="truncate">
        {listing.title}
      </Text>
      <Text size="xsmall" className="text-ui-fg-subtle truncate">
        {[listing.channel_name, listing.external_id, listing.sku].filter(Boolean).join(" · ")}
      </Text>
    </div>
  </div>
)

function VariantCell({ listing, onMap }: { listing: Listing; onMap: (listing: Listing) => void }) {
  if (listing.variant_id === null) {
    const open = () => onMap(listing)
    return (
      <Button
        size="small"
        variant="secondary"
        onClick={(event) => {
          event.stopPropagation()
          open()
        }}
      >
        Map
      </Button>
    )
  }
  return (
    <div className="min-w-0 sm:min-w-[140px] sm:max-w-[240px]">
      <Text size="small" leading="compact" className="truncate">
        {listing.product_title ?? "Deleted product"}
      </Text>
      <Text size="xsmall" className="text-ui-fg-subtle truncate">
        {[listing.variant_title, listing.variant_sku].filter(Boolean).join(" · ")}
      </Text>
    </div>
  )
}

interface ListingTableProps {
  listings: Listing[]
  onOpen: (listing: Listing) => void
  onMap: (listing: Listing) => void
  page: PageControl
}

export function ListingTable({ listings, onOpen, onMap, page }: ListingTableProps) {
  const columns: Column<Listing>[] = [
    { header: "Listing", cell: (listing) => <ListingCell listing={listing} /> },
    { header: "Variant", cell: (listing) => <VariantCell listing={listing} onMap={onMap} /> },
    ...figureColumns,
  ]
  return (
    <ListTable
      columns={columns}
      rows={listings}
      rowKey={(listing) => listing.id}
      onOpen={onOpen}
      page={page}
    />
  )
}
