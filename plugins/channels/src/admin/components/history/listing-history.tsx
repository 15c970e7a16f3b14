import { useState } from "react"
import { kindGroups } from "../../lib/history-words"
import { spans } from "../../lib/moment"
import { oneOf, useUrlState } from "../../lib/url-state"
import type { Listing } from "../../lib/wire"
import { PushDrawer } from "../push/push-drawer"
import { ChartSection } from "./chart-section"
import { HistorySection } from "./history-section"

interface ListingHistoryProps {
  listing: Pick<Listing, "id" | "channel_id">
  at: string | undefined
  onPick: (at: string) => void
}

/** Everything that led to a listing's figure. */
export function ListingHistory({ listing, at, onPick }: ListingHistoryProps) {
  const url = useUrlState()
  const [pushId, setPushId] = useState<string>()
  const subject = { listingId: listing.id }
  return (
    <>
      <ChartSection
        subject={subject}
        hint="What lay there, what of it was free, and what the marketplace took. A click looks at that moment."
        span={oneOf(["24h", ...spans], url.get("span"))}
        onSpan={(span) => url.set({ span })}
        at={at}
        onPick={onPick}
      />
      <HistorySection
        subject={subject}
        emptyHint="Stock, reservations, figures and pushes of this listing appear here as they happen."
        groups={kindGroups}
        group={oneOf(kindGroups, url.get("kinds"))}
        onGroup={(kinds) => url.set({ kinds })}
        at={at}
        onPush={setPushId}
      />
      {pushId !== undefined && (
        <PushDrawer channelId={listing.channel_id} pushId={pushId} onClose={() => setPushId(undefined)} />
      )}
    </>
  )
}
