import { Input, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useUpdateChannel } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import { ruleExample } from "../../lib/rule-example"
import type { Channel } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"

/** A whole number; undefined when the text is not one. */
const wholeOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined)

function percentOf(text: string): number | undefined {
  const value = wholeOf(text)
  return value !== undefined && value <= 100 ? value : undefined
}

export function RulesDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const [name, setName] = useState(channel.name)
  const [shareText, setShare] = useState(String(channel.share_percent))
  const [bufferText, setBuffer] = useState(String(channel.buffer))
  const [capText, setCap] = useState(channel.cap === null ? "" : String(channel.cap))
  const update = useUpdateChannel(channel.id)

  const share_percent = percentOf(shareText)
  const buffer = wholeOf(bufferText)
  const cap = capText.trim() === "" ? null : wholeOf(capText)
  const rules =
    share_percent === undefined || buffer === undefined || cap === undefined
      ? undefined
      : { share_percent, buffer, cap }
  const onSuccess = () => {
    toast.success("The rules are saved", {
      description: "Every listing is compared and sent where it differs.",
    })
    onClose()
  }
  const save = () =>
    rules &&
    update.mutate({ name, ...rules }, { onSuccess, onError: toastFailure("The rules were not saved") })

  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Rules of this channel"
      submit="Save"
      isSubmitting={update.isPending}
      canSubmit={rules !== undefined && name.trim() !== ""}
      onSubmit={save}
    >
      <FormField id="rule-name" label="Name">
        <Input id="rule-name" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField
        id="rule-share"
        label="Share in percent"
        help="How much of what is available this channel may offer. 100 offers all of it; other channels offer theirs at the same time."
        error={share_percent === undefined ? "A whole number from 0 to 100." : undefined}
      >
        <Input
          id="rule-share"
          inputMode="numeric"
          value={shareText}
          onChange={(event) => setShare(event.target.value)}
        />
      </FormField>
      <FormField
        id="rule-buffer"
        label="Buffer in pieces"
        help="Held back from the share, against what sells elsewhere in the same moment."
        error={buffer === undefined ? "A whole number, 0 or more." : undefined}
      >
        <Input
          id="rule-buffer"
          inputMode="numeric"
          value={bufferText}
          onChange={(event) => setBuffer(event.target.value)}
        />
      </FormField>
      <FormField
        id="rule-cap"
        label="Cap in pieces"
        optional
        help="Never shows more of one listing than this, however much is there. Empty for no cap."
        error={cap === undefined ? "A whole number, or nothing." : undefined}
      >
        <Input
          id="rule-cap"
          inputMode="numeric"
          value={capText}
          onChange={(event) => setCap(event.target.value)}
        />
      </FormField>
      {rules && (
        <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
          {ruleExample({ ...rules, marketplace_max: channel.marketplace_max })}
        </Text>
      )}
    </FormDrawer>
  )
}
