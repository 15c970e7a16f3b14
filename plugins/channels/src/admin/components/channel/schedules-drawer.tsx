import { Input, toast } from "@medusajs/ui"
import { useState } from "react"
import { useUpdateChannel } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import { jobWords } from "../../lib/job-words"
import type { Channel, ChannelChange } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"

/** Half a minute to a week, in minutes as text; undefined when it is neither. */
function secondsOf(text: string | undefined): number | undefined {
  const minutes = Number(text)
  return minutes >= 0.5 && minutes <= 10_080 ? Math.round(minutes * 60) : undefined
}

export function SchedulesDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const [minutes, setMinutes] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      channel.schedules.map(({ job, interval_seconds }) => [job, String(interval_seconds / 60)]),
    ),
  )
  const update = useUpdateChannel(channel.id)
  const valid = channel.schedules.every(({ job }) => secondsOf(minutes[job]) !== undefined)

  const save = () => {
    const schedules: NonNullable<ChannelChange["schedules"]> = {}
    for (const { job, interval_seconds, offset_seconds } of channel.schedules) {
      schedules[job] = { interval_seconds: secondsOf(minutes[job]) ?? interval_seconds, offset_seconds }
    }
    const onSuccess = () => {
      toast.success("The schedules are saved")
      onClose()
    }
    update.mutate({ schedules }, { onSuccess, onError: toastFailure("The schedules were not saved") })
  }

  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Schedules of this channel"
      hint="Sales and stock changes are handled as they happen; schedules catch what a marketplace did not tell."
      submit="Save"
      isSubmitting={update.isPending}
      canSubmit={valid}
      onSubmit={save}
    >
      {channel.schedules.map(({ job }) => (
        <FormField
          key={job}
          id={`schedule-${job}`}
          label={`${jobWords[job]}: every … minutes`}
          error={secondsOf(minutes[job]) === undefined ? "From 0.5 to 10080 minutes." : undefined}
        >
          <Input
            id={`schedule-${job}`}
            inputMode="decimal"
            value={minutes[job] ?? ""}
            onChange={(event) => setMinutes({ ...minutes, [job]: event.target.value })}
          />
        </FormField>
      ))}
    </FormDrawer>
  )
}
