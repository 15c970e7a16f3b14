import { defineRouteConfig } from "@medusajs/admin-sdk"
import { useState } from "react"
import { FilterBar } from "../../../components/filter-bar"
import { ListingDrawer } from "../../../components/listing/listing-drawer"
import { ListingTable } from "../../../components/listing/listing-table"
import { MapAutomaticallyButton } from "../../../components/listing/map-automatically-button"
import { MapDrawer } from "../../../components/listing/map-drawer"
import { Section } from "../../../components/section"
import { EmptyState, Loaded } from "../../../components/states"
import { useListings } from "../../../hooks/listings"
import { oneOf, useUrlState } from "../../../lib/url-state"
import type { Listing, ListingFilter } from "../../../lib/wire"

const filters = ["all", "unmapped", "refused", "drifting", "due", "settled", "off_sale"] as const

const tabs: [ListingFilter, string][] = [
  ["all", "All"],
  ["unmapped", "Unmapped"],
  ["refused", "Refused"],
  ["drifting", "Differs"],
  ["due", "On the way"],
  ["settled", "In step"],
  ["off_sale", "Off sale"],
]

const nothing: Record<ListingFilter, [title: string, hint: string]> = {
  all: [
    "No listings",
    "They appear a moment after a channel is connected. Another channel or search may have some.",
  ],
  unmapped: ["Everything is mapped", "Every listing belongs to one of your variants."],
  refused: ["Nothing is refused", "The marketplaces took every figure."],
  drifting: [
    "Nothing differs",
    "As far as the marketplaces were asked, they show the figures they accepted. They are asked again by schedule.",
  ],
  due: ["Nothing is on the way", "The marketplaces show what they should."],
  settled: ["Nothing is in step yet", "Map listings first; their figures follow by themselves."],
  off_sale: [
    "Nothing is off sale",
    "Where the rule for what is sold out ends a listing, it is here until it is back in stock.",
  ],
}

const pageSize = 20

const ListingsPage = () => {
  const url = useUrlState()
  const [openId, setOpenId] = useState<string>()
  const [mapping, setMapping] = useState<Listing>()
  const filter = oneOf(filters, url.get("filter"))
  const channelId = url.get("channel_id")
  const listings = useListings({
    q: url.get("q"),
    channel_id: channelId,
    filter,
    limit: pageSize,
    offset: url.page * pageSize,
  })
  return (
    <Section
      level="h1"
      title="Listings"
      hint="Your variants as the marketplaces offer them: what each should show, and what the marketplace took."
      actions={<MapAutomaticallyButton channelId={channelId} />}
    >
      <FilterBar
        tabs={tabs}
        tab={filter}
        onTab={(next) => url.set({ filter: next })}
        channelId={channelId}
        onChannel={(channel_id) => url.set({ channel_id })}
        q={url.get("q") ?? ""}
        onSearch={(q) => url.set({ q })}
        searchHint="Title, SKU or barcode"
      />
      <Loaded query={listings}>
        {({ listings, count }) =>
          count === 0 ? (
            <EmptyState title={nothing[filter][0]} hint={nothing[filter][1]} />
          ) : (
            <ListingTable
              listings={listings}
              onOpen={(listing) => setOpenId(listing.id)}
              onMap={setMapping}
              page={{ index: url.page, size: pageSize, count, onChange: url.setPage }}
            />
          )
        }
      </Loaded>
      {openId !== undefined && (
        <ListingDrawer id={openId} onClose={() => setOpenId(undefined)} onMap={setMapping} />
      )}
      {mapping && <MapDrawer listing={mapping} onClose={() => setMapping(undefined)} />}
    </Section>
  )
}

export const config = defineRouteConfig({ label: "Listings", rank: 1 })

export const handle = { breadcrumb: () => "Listings" }

export default ListingsPage
