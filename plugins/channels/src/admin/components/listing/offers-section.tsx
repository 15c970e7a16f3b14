import { Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import type { ListingList, Listing } from "../../lib/wire"
import { ListTable, type Column } from "../list-table"
import { Section } from "../section"
import { EmptyState, Loaded, type Asked } from "../states"
import { figureColumns } from "./figure-columns"
import { ListingDrawer } from "./listing-drawer"

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

interface OffersSectionProps {
  query: Asked<ListingList>
  hint?: string
  emptyHint: string
}

/** Where something is offered; a row opens why it shows what it shows. */
export function OffersSection({ query, hint, emptyHint }: OffersSectionProps) {
  const [openId, setOpenId] = useState<string>()
  return (
    <Section title="Channels" {...(hint !== undefined && { hint })}>
      <Loaded query={query} rows={2}>
        {({ listings }) =>
          listings.length === 0 ? (
            <EmptyState title="Not listed anywhere" hint={emptyHint} />
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
