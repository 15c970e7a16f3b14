import { Badge } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { grouped } from "../../lib/format"
import type { Channel, ListingFilter } from "../../lib/wire"

type Colour = "grey" | "orange" | "blue" | "red"

interface Count {
  filter: ListingFilter
  count: number
  words: string
  color: Colour
}

function countsOf({ listings }: Channel["figures"]): Count[] {
  const moving = listings.due + listings.sent + listings.unknown
  const counts: Count[] = [
    { filter: "all", count: listings.total, words: "listings", color: "grey" },
    { filter: "unmapped", count: listings.unmapped, words: "unmapped", color: "orange" },
    { filter: "due", count: moving, words: "on the way", color: "blue" },
    { filter: "refused", count: listings.refused, words: "refused", color: "red" },
    { filter: "drifting", count: listings.drifting, words: "differ", color: "orange" },
  ]
  return counts.filter(({ filter, count }) => filter === "all" || count > 0)
}

/** A channel's listings by what they need; each leads to exactly those listings. */
export const CountBadges = ({ channel }: { channel: Channel }) => (
  <div className="flex flex-wrap gap-1">
    {countsOf(channel.figures).map(({ filter, count, words, color }) => (
      <Link
        key={filter}
        to={`/channels/listings?channel_id=${channel.id}&filter=${filter}`}
        onClick={(event) => event.stopPropagation()}
        className="whitespace-nowrap"
      >
        <Badge size="2xsmall" color={color}>
          {grouped(count)} {words}
        </Badge>
      </Link>
    ))}
  </div>
)
