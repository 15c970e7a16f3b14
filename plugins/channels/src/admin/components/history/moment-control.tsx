import { Button, Input, Label } from "@medusajs/ui"
import { exactly, fromLocalInput, lookBacks, toLocalInput } from "../../lib/moment"

interface MomentControlProps {
  /** Undefined for now. */
  at: string | undefined
  onChange: (at: string | undefined) => void
}

/** Now, or how it was at a moment. */
export const MomentControl = ({ at, onChange }: MomentControlProps) => (
  <div className="flex flex-wrap items-center gap-2">
    <Button
      size="small"
      variant={at === undefined ? "secondary" : "transparent"}
      aria-pressed={at === undefined}
      onClick={() => onChange(undefined)}
    >
      Now
    </Button>
    {lookBacks.map(([words, ms]) => (
      <Button
        key={words}
        size="small"
        variant="transparent"
        onClick={() => onChange(new Date(Date.now() - ms).toISOString())}
      >
        {words}
      </Button>
    ))}
    <div className="flex items-center gap-x-2">
      <Label htmlFor="as-of" size="small" className="text-ui-fg-subtle whitespace-nowrap">
        As of
      </Label>
      <Input
        id="as-of"
        size="small"
        type="datetime-local"
        step={1}
        className="w-[210px]"
        max={toLocalInput(new Date().toISOString())}
        value={at === undefined ? "" : toLocalInput(at)}
        title={at && exactly(at)}
        onChange={(event) => onChange(fromLocalInput(event.target.value))}
      />
    </div>
  </div>
)
