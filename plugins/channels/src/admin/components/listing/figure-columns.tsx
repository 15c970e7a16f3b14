import { Text } from "@medusajs/ui"
import { grouped } from "../../lib/format"
import { refusalOf } from "../../lib/refusal"
import type { Listing } from "../../lib/wire"
import type { Column } from "../list-table"
import { RelativeTime } from "../relative-time"
import { ListingBadges } from "../state-badges"

const figure = (value: number | null) => (value === null ? "–" : grouped(value))

/** How the two figures stand, and since when or why. */
const StateCell = ({ listing }: { listing: Listing }) => (
  <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
    <ListingBadges listing={listing} />
    {refusalOf(listing) !== null ? (
      <Text size="xsmall" className="text-ui-fg-error max-w-[320px] text-pretty">
        {refusalOf(listing)}
      </Text>
    ) : (
      (listing.off_sale_since ?? listing.accepted_at) && (
        <Text size="xsmall" className="text-ui-fg-subtle">
          {listing.off_sale_since === null && "taken "}
          <RelativeTime at={listing.off_sale_since ?? listing.accepted_at} />
        </Text>
      )
    )}
  </div>
)

/** What a listing should show, what the marketplace last took, and how that stands: for every table of listings. */
export const figureColumns: Column<Listing>[] = [
  { header: "Should show", align: "right", cell: ({ desired }) => figure(desired) },
  {
    header: "Shows",
    align: "right",
    cell: ({ drift, shown, accepted, remote_quantity }) =>
      figure(drift && shown !== null ? shown : (accepted ?? remote_quantity)),
  },
  { header: "State", cell: (listing) => <StateCell listing={listing} /> },
]
