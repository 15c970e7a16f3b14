import { Text } from "@medusajs/ui"
import { grouped } from "../../lib/format"
import type { Listing } from "../../lib/wire"
import { RelativeTime } from "../relative-time"

const figure = (value: number | null) => (value === null ? "–" : grouped(value))

/** What the listing should show, and what the marketplace last took. */
export const FigureCell = ({ listing }: { listing: Listing }) => (
  <div className="min-w-[120px]">
    <Text size="small" leading="compact" className="whitespace-nowrap">
      {figure(listing.desired)} → {figure(listing.accepted ?? listing.remote_quantity)}
    </Text>
    {listing.stock_state === "refused" && listing.refusal ? (
      <Text size="xsmall" className="text-ui-fg-error max-w-[260px] text-pretty">
        {listing.refusal}
      </Text>
    ) : (
      listing.accepted_at && (
        <Text size="xsmall" className="text-ui-fg-subtle">
          <RelativeTime at={listing.accepted_at} />
        </Text>
      )
    )}
  </div>
)
