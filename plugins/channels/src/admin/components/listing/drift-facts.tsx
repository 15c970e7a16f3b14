import { Alert, Button, Text, toast, usePrompt } from "@medusajs/ui"
import { useRetryListing } from "../../hooks/listings"
import { driftWords } from "../../lib/drift-words"
import { toastFailure } from "../../lib/failure"
import { grouped } from "../../lib/format"
import type { Listing } from "../../lib/wire"
import { RelativeTime } from "../relative-time"

/** What the marketplace shows instead of what it took, why, and what can be done; nothing where both agree. */
export function DriftFacts({ listing }: { listing: Listing }) {
  const { drift, drift_at, accepted, shown } = listing
  if (drift === null) return null
  const { why, canOverwrite } = driftWords[drift]
  const figure = drift === "missing" || drift === "absurd" || shown === null ? "no figure" : grouped(shown)
  return (
    <Alert variant="warning">
      <div className="flex flex-col items-start gap-y-2">
        <Text size="small" weight="plus">
          The marketplace shows {figure}
          {accepted !== null && <>, and had taken {grouped(accepted)}</>}
        </Text>
        <Text size="small" className="text-pretty">
          {why} Seen <RelativeTime at={drift_at} />.
        </Text>
        {canOverwrite && <OverwriteButton listing={listing} />}
      </div>
    </Alert>
  )
}

function OverwriteButton({ listing }: { listing: Listing }) {
  const retry = useRetryListing()
  const prompt = usePrompt()
  const confirm = async () => {
    const agreed =
      listing.drift !== "unread_order" ||
      (await prompt({
        title: "An order may be on its way",
        description:
          "The marketplace shows less than it took: it may have sold pieces whose order has not come yet. Writing our figure over it puts them back on sale.",
        confirmText: "Write ours over it",
        cancelText: "Cancel",
      }))
    if (!agreed) return
    retry.mutate(listing.id, {
      onSuccess: () => void toast.success("Our figure is sent again, after its orders were read"),
      onError: toastFailure("It was not sent"),
    })
  }
  return (
    <Button size="small" variant="secondary" isLoading={retry.isPending} onClick={() => void confirm()}>
      Write ours over it
    </Button>
  )
}
