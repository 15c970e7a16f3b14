import { Button, Container, Heading, Text, toast } from "@medusajs/ui"
import type { ReactNode } from "react"
import { Link } from "react-router-dom"
import { useRetryListing } from "../../hooks/listings"
import { toastFailure } from "../../lib/failure"
import { isRefused } from "../../lib/refusal"
import type { Listing } from "../../lib/wire"
import { ListingBadges } from "../state-badges"
import { Thumbnail } from "../thumbnail"

const linkStyle = "text-ui-fg-interactive hover:text-ui-fg-interactive-hover txt-compact-small"

/** Which listing this is, how it stands, and at which moment the page looks. */
export const ListingHeader = ({ listing, children }: { listing: Listing; children: ReactNode }) => (
  <Container className="divide-y p-0">
    <div className="flex flex-wrap items-start justify-between gap-3 px-6 py-4">
      <div className="flex min-w-0 items-start gap-x-3">
        <Thumbnail src={listing.image_url ?? listing.product_thumbnail} />
        <div className="flex min-w-0 flex-col gap-y-1">
          <Heading level="h1" className="text-pretty break-words">
            {listing.title}
          </Heading>
          <Text size="small" className="text-ui-fg-subtle break-words">
            {[listing.external_id, listing.sku, listing.remote_state].filter(Boolean).join(" · ")}
          </Text>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <ListingBadges listing={listing} />
            <Link className={linkStyle} to={`/channels/${listing.channel_id}`}>
              {listing.channel_name}
            </Link>
            {listing.product_id && (
              <Link className={linkStyle} to={`/products/${listing.product_id}`}>
                {listing.product_title}
              </Link>
            )}
            {listing.url && (
              <a className={linkStyle} href={listing.url} target="_blank" rel="noreferrer noopener">
                On the marketplace
              </a>
            )}
          </div>
        </div>
      </div>
      {isRefused(listing) && <RetryButton id={listing.id} />}
    </div>
    <div className="px-6 py-3">{children}</div>
  </Container>
)

function RetryButton({ id }: { id: string }) {
  const retry = useRetryListing()
  return (
    <Button
      size="small"
      isLoading={retry.isPending}
      onClick={() =>
        retry.mutate(id, {
          onSuccess: () => void toast.success("It is sent once more"),
          onError: toastFailure("It was not sent"),
        })
      }
    >
      Try again
    </Button>
  )
}
