import { Button, Drawer, Text, toast } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { useExplanation, useRetryListing, useUnmapListing } from "../../hooks/listings"
import { toastFailure } from "../../lib/failure"
import { isRefused } from "../../lib/refusal"
import type { Explanation, Listing } from "../../lib/wire"
import { ListingBadges } from "../state-badges"
import { Loaded } from "../states"
import { AnswerFacts } from "./answer-facts"
import { LocationFacts } from "./location-facts"
import { ReservationFacts } from "./reservation-facts"
import { SumLadder } from "./sum-ladder"

interface ListingDrawerProps {
  id: string
  onClose: () => void
  /** Left out where a mapping cannot be changed. */
  onMap?: (listing: Listing) => void
}

/** "Why this figure": the whole sum from the shelf to the marketplace. */
export const ListingDrawer = ({ id, onClose, onMap }: ListingDrawerProps) => (
  <Drawer open onOpenChange={(open) => !open && onClose()}>
    <Drawer.Content>
      <Drawer.Header>
        <Drawer.Title>Why this figure</Drawer.Title>
        <Drawer.Description className="sr-only">
          From the stock on hand to what the marketplace shows
        </Drawer.Description>
      </Drawer.Header>
      <Drawer.Body className="flex flex-1 flex-col gap-y-6 overflow-y-auto">
        <Loaded query={useExplanation(id)}>
          {({ explanation }) => (
            <>
              <Head explanation={explanation} />
              <SumLadder explanation={explanation} />
              <AnswerFacts explanation={explanation} />
              <LocationFacts locations={explanation.locations} />
              <ReservationFacts explanation={explanation} />
              {onMap && <ListingActions listing={explanation.listing} onMap={onMap} onClose={onClose} />}
            </>
          )}
        </Loaded>
      </Drawer.Body>
    </Drawer.Content>
  </Drawer>
)

const Head = ({ explanation: { listing } }: { explanation: Explanation }) => (
  <div className="flex flex-col gap-y-1">
    <Text weight="plus" className="text-pretty">
      {listing.title}
    </Text>
    <Text size="small" className="text-ui-fg-subtle break-words">
      {[listing.channel_name, listing.external_id, listing.sku, listing.remote_state]
        .filter(Boolean)
        .join(" · ")}
    </Text>
    <div className="flex flex-wrap items-center gap-3">
      <ListingBadges listing={listing} />
      <Link className="text-ui-fg-interactive txt-compact-small" to={`/channels/listings/${listing.id}`}>
        History and more
      </Link>
      {listing.url && (
        <a
          className="text-ui-fg-interactive txt-compact-small"
          href={listing.url}
          target="_blank"
          rel="noreferrer noopener"
        >
          On the marketplace
        </a>
      )}
    </div>
  </div>
)

interface ListingActionsProps {
  listing: Listing
  onMap: (listing: Listing) => void
  onClose: () => void
}

function ListingActions({ listing, onMap, onClose }: ListingActionsProps) {
  const retry = useRetryListing()
  const unmap = useUnmapListing()
  const remap = () => {
    onClose()
    onMap(listing)
  }
  return (
    <div className="flex flex-wrap gap-2">
      {isRefused(listing) && (
        <Button
          size="small"
          isLoading={retry.isPending}
          onClick={() =>
            retry.mutate(listing.id, {
              onSuccess: () => void toast.success("It is sent once more"),
              onError: toastFailure("It was not sent"),
            })
          }
        >
          Try again
        </Button>
      )}
      <Button size="small" variant="secondary" onClick={remap}>
        {listing.variant_id === null ? "Map" : "Map to another variant"}
      </Button>
      {listing.variant_id !== null && (
        <Button
          size="small"
          variant="secondary"
          isLoading={unmap.isPending}
          onClick={() => unmap.mutate(listing.id, { onError: toastFailure("The mapping is still there") })}
        >
          Remove mapping
        </Button>
      )}
    </div>
  )
}
