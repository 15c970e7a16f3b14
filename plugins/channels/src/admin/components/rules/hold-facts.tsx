import { Button } from "@medusajs/ui"
import { useChangeListingRules } from "../../hooks/rules"
import { toastFailure } from "../../lib/failure"
import { counted } from "../../lib/format"
import { exactly } from "../../lib/moment"
import type { Hold } from "../../lib/rules-wire"
import { RelativeTime } from "../relative-time"
import { FactRow } from "../section"

/** What is held back, until when and why; and its early end. */
export function HoldFacts({ id, hold: { units, until, reason } }: { id: string; hold: Hold }) {
  const change = useChangeListingRules(id)
  return (
    <FactRow label="Held back">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-pretty">
          {units === null ? "all pieces" : counted(units, "piece")} until{" "}
          <time dateTime={until}>{exactly(until)}</time> (<RelativeTime at={until} />)
          {reason !== null && <>: {reason}</>}
        </span>
        <Button
          size="small"
          variant="secondary"
          isLoading={change.isPending}
          onClick={() =>
            change.mutate({ hold_until: null }, { onError: toastFailure("The hold is still there") })
          }
        >
          End hold
        </Button>
      </div>
    </FactRow>
  )
}
