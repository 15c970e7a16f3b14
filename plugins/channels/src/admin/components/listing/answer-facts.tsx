import { Alert, Text } from "@medusajs/ui"
import { counted, grouped } from "../../lib/format"
import type { Explanation } from "../../lib/wire"
import { RelativeTime } from "../relative-time"
import { OutcomeBadge } from "../state-badges"
import { DriftFacts } from "./drift-facts"

/** What the marketplace took, when, by which push, and what it said last. */
export function AnswerFacts({ explanation }: { explanation: Explanation }) {
  const { listing, accepted_push, last_answer } = explanation
  return (
    <section className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        What the marketplace says
      </Text>
      <DriftFacts listing={listing} />
      {listing.off_sale_since && (
        <Text size="small">
          Taken off sale by the rule for what is sold out, <RelativeTime at={listing.off_sale_since} />. A
          figure above zero puts it back, and so does the rule “show zero”.
        </Text>
      )}
      <Text size="small" className="text-ui-fg-subtle">
        {listing.accepted === null ? (
          <>It has not accepted a figure from us yet.</>
        ) : (
          <>
            It took {grouped(listing.accepted)}, <RelativeTime at={listing.accepted_at} />
            {listing.accepted_push_id && <>, in push {listing.accepted_push_id}</>}
            {accepted_push && <> ({counted(accepted_push.items, "listing")})</>}.
          </>
        )}
        {listing.remote_quantity !== null && (
          <>
            {" "}
            When its list was last read (<RelativeTime at={listing.seen_at} />) it showed{" "}
            {grouped(listing.remote_quantity)}.
          </>
        )}
      </Text>
      {last_answer && (
        <div className="flex flex-wrap items-center gap-2">
          <OutcomeBadge outcome={last_answer.outcome} />
          <Text size="small" className="text-ui-fg-subtle">
            {grouped(last_answer.value)} sent in push {last_answer.push_id},{" "}
            <RelativeTime at={last_answer.created_at} />
          </Text>
        </div>
      )}
      {listing.refusal && (
        <Alert variant="error">
          {listing.refusal} {listing.refusal_code && <>({listing.refusal_code})</>}
        </Alert>
      )}
      {listing.offer_refusal && <Alert variant="error">{listing.offer_refusal}</Alert>}
      {listing.retry_at && listing.stock_state === "due" && (
        <Text size="small" className="text-ui-fg-subtle">
          Tried again <RelativeTime at={listing.retry_at} />.
        </Text>
      )}
    </section>
  )
}
