import { Input, Label, Switch, toast } from "@medusajs/ui"
import { useState } from "react"
import { useUpdateChannel } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import type { Channel } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"
import { Choice, type Option } from "../rules/choice"

const driftRules: Option<Channel["drift_rule"]>[] = [
  {
    value: "overwrite",
    label: "Write ours over it",
    description: "Once orders are read and none explains the difference, our figure is sent again.",
  },
  {
    value: "report",
    label: "Tell, and leave it",
    description: "It stands in the listings under “Differs” until somebody decides, or the stock changes.",
  },
]

function wholeWithin(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

/** Offered when the brake is turned on. */
const usualBrake = 30

export function SafeguardsDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const [freshnessText, setFreshness] = useState(String(channel.freshness_seconds))
  const [braked, setBraked] = useState(channel.brake_percent !== null)
  const [brakeText, setBrake] = useState(String(channel.brake_percent ?? usualBrake))
  const [drift_rule, setDriftRule] = useState(channel.drift_rule)
  const update = useUpdateChannel(channel.id)

  const freshness_seconds = wholeWithin(freshnessText, 1, 600)
  const brake_percent = braked ? wholeWithin(brakeText, 1, 100) : null
  const sound = freshness_seconds !== undefined && brake_percent !== undefined
  const onSuccess = () => {
    toast.success("The safeguards are saved")
    onClose()
  }
  const save = () =>
    sound &&
    update.mutate(
      { freshness_seconds, brake_percent, drift_rule },
      { onSuccess, onError: toastFailure("The safeguards were not saved") },
    )
  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Safeguards of this channel"
      submit="Save"
      isSubmitting={update.isPending}
      canSubmit={sound}
      onSubmit={save}
    >
      <FormField
        id="safeguard-freshness"
        label="Freshness in seconds"
        help="A marketplace lowers its figure when it sells. Before we write one above zero, its orders are read if the last reading is older than this: else a piece that was just sold would go back on sale. Less is safer and asks the marketplace more often. Zero is always written at once."
        error={freshness_seconds === undefined ? "A whole number from 1 to 600." : undefined}
      >
        <Input
          id="safeguard-freshness"
          inputMode="numeric"
          value={freshnessText}
          onChange={(event) => setFreshness(event.target.value)}
        />
      </FormField>
      <div className="flex flex-col gap-y-3">
        <div className="flex items-center gap-x-2">
          <Switch id="safeguard-braked" size="small" checked={braked} onCheckedChange={setBraked} />
          <Label htmlFor="safeguard-braked" size="small" weight="plus">
            Brake on mass changes
          </Label>
        </div>
        {braked && (
          <FormField
            id="safeguard-brake"
            label="Stop at more than … percent"
            help="When more of the listings would go to zero, up, or off sale within ten minutes, nothing of it is sent until you release it. Twenty listings may always change."
            error={brake_percent === undefined ? "A whole number from 1 to 100." : undefined}
          >
            <Input
              id="safeguard-brake"
              inputMode="numeric"
              value={brakeText}
              onChange={(event) => setBrake(event.target.value)}
            />
          </FormField>
        )}
      </div>
      <Choice
        id="safeguard-drift"
        label="Where the marketplace shows another figure than it took"
        value={drift_rule}
        options={driftRules}
        onChange={setDriftRule}
      />
    </FormDrawer>
  )
}
