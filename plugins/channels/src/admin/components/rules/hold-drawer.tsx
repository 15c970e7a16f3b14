import { Button, Input, Textarea, toast } from "@medusajs/ui"
import { useState } from "react"
import { previewPaths, useChangeListingRules, useRulesPreview } from "../../hooks/rules"
import { toastFailure } from "../../lib/failure"
import { fromLocalInput, holdEnds, toLocalInput } from "../../lib/moment"
import type { Hold, ListingRulesChange } from "../../lib/rules-wire"
import type { Listing } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"
import { PreviewList, PreviewNotice } from "./rules-preview"

interface HoldDrawerProps {
  listing: Listing
  hold: Hold | null
  onClose: () => void
}

/** Sets pieces of a listing aside until a moment: it ends by itself. */
export function HoldDrawer({ listing, hold, onClose }: HoldDrawerProps) {
  const [unitsText, setUnits] = useState(hold?.units == null ? "" : String(hold.units))
  const [untilText, setUntil] = useState(hold ? toLocalInput(hold.until) : "")
  const [reason, setReason] = useState(hold?.reason ?? "")
  const change = useChangeListingRules(listing.id)

  const hold_units = unitsOf(unitsText)
  const until = fromLocalInput(untilText)
  const past = until !== undefined && Date.parse(until) <= Date.now()
  const wanted: ListingRulesChange | undefined =
    hold_units === undefined || until === undefined || past ? undefined : { hold_units, hold_until: until }
  const preview = useRulesPreview(previewPaths.listing(listing.id), wanted, 1)
  const onSuccess = () => {
    toast.success("It is held back", { description: "The figure follows in a moment." })
    onClose()
  }
  const save = () =>
    wanted &&
    change.mutate(
      { ...wanted, hold_reason: reason.trim() || null },
      { onSuccess, onError: toastFailure("Nothing is held back") },
    )
  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Hold back"
      hint="Pieces that are not offered here for a while, for a fair or a count. The hold ends by itself."
      submit="Hold"
      isSubmitting={change.isPending}
      canSubmit={wanted !== undefined}
      onSubmit={save}
      notice={wanted && <PreviewNotice preview={preview} />}
    >
      <FormField
        id="hold-units"
        label="Pieces"
        optional
        help="Empty holds all of them back."
        error={hold_units === undefined ? "A whole number, or nothing." : undefined}
      >
        <Input
          id="hold-units"
          inputMode="numeric"
          placeholder="All"
          value={unitsText}
          onChange={(event) => setUnits(event.target.value)}
        />
      </FormField>
      <UntilField text={untilText} onChange={setUntil} past={past} />
      <FormField
        id="hold-reason"
        label="Reason"
        optional
        help="Stands beside the figure for whoever wonders."
      >
        <Textarea
          id="hold-reason"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
      {wanted && <PreviewList preview={preview} />}
    </FormDrawer>
  )
}

interface UntilFieldProps {
  text: string
  past: boolean
  onChange: (text: string) => void
}

const UntilField = ({ text, past, onChange }: UntilFieldProps) => (
  <FormField
    id="hold-until"
    label="Until"
    error={past ? "This moment has passed already; a hold ends in the future." : undefined}
  >
    <Input
      id="hold-until"
      type="datetime-local"
      step={1}
      value={text}
      aria-invalid={past}
      onChange={(event) => onChange(event.target.value)}
    />
    <div className="flex flex-wrap gap-2 pt-1">
      {holdEnds(new Date()).map(([words, at]) => (
        <Button
          key={words}
          size="small"
          variant="secondary"
          type="button"
          onClick={() => onChange(toLocalInput(at.toISOString()))}
        >
          {words}
        </Button>
      ))}
    </div>
  </FormField>
)

/** Null for all; undefined when it is no number. */
function unitsOf(text: string): number | null | undefined {
  const typed = text.trim()
  if (typed === "") return null
  return /^\d{1,9}$/.test(typed) ? Number(typed) : undefined
}
