import { Input, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useUpdateChannel } from "../../hooks/channels"
import { previewPaths, useRulesPreview } from "../../hooks/rules"
import { toastFailure } from "../../lib/failure"
import { ruleExample } from "../../lib/rule-example"
import { asChannelRules, changedRules, readRules, textsOf } from "../../lib/rule-form"
import type { Channel } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"
import { Choice, type Option } from "../rules/choice"
import { RuleFields } from "../rules/rule-fields"
import { PreviewList, PreviewNotice } from "../rules/rules-preview"

const locationModes: Option<Channel["location_mode"]>[] = [
  {
    value: "split",
    label: "From several",
    description: "Offers what all locations have together; an order may be sent from more than one.",
  },
  {
    value: "single",
    label: "From one",
    description: "Offers what the best location has by itself, so that every order is sent from one place.",
  },
]

/** What of a channel's rules was typed anew, and what is wrong with it. */
function useChannelRules(channel: Channel) {
  const [before] = useState(() => textsOf(channel))
  const [texts, setTexts] = useState(before)
  const [location_mode, setLocationMode] = useState(channel.location_mode)
  const { rules, errors } = readRules(texts)
  const typed = rules && changedRules(before, texts, rules)
  const moved = location_mode !== channel.location_mode
  const changed =
    rules && (typed || moved)
      ? { ...asChannelRules(typed ?? {}), ...(moved && { location_mode }) }
      : undefined
  return { texts, setTexts, location_mode, setLocationMode, rules, errors, changed }
}

/** A channel's name and rules, with what they would do before they are saved. */
export function RulesDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const [name, setName] = useState(channel.name)
  const form = useChannelRules(channel)
  const preview = useRulesPreview(
    previewPaths.channel(channel.id),
    form.changed,
    channel.figures.listings.mapped,
  )
  const update = useUpdateChannel(channel.id)
  const onSuccess = () => {
    toast.success("The rules are saved", {
      description: "Every listing is compared and sent where it differs.",
    })
    onClose()
  }
  const save = () =>
    update.mutate({ name, ...form.changed }, { onSuccess, onError: toastFailure("The rules were not saved") })
  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Rules of this channel"
      submit="Save"
      isSubmitting={update.isPending}
      canSubmit={form.rules !== undefined && name.trim() !== ""}
      onSubmit={save}
      notice={<PreviewNotice preview={preview} />}
    >
      <FormField id="rule-name" label="Name">
        <Input id="rule-name" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <RuleFields
        texts={form.texts}
        errors={form.errors}
        onChange={form.setTexts}
        endsListings={channel.ends_listings}
      />
      <Choice
        id="rule-locations"
        label="Locations an order may be sent from"
        value={form.location_mode}
        options={locationModes}
        onChange={form.setLocationMode}
      />
      <Example channel={channel} rules={form.rules} />
      <PreviewList preview={preview} />
    </FormDrawer>
  )
}

function Example({ channel, rules }: { channel: Channel; rules: ReturnType<typeof readRules>["rules"] }) {
  if (!rules) return null
  const known = { ...channel, ...asChannelRules(rules), cap: rules.cap }
  return (
    <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
      {ruleExample(known)}
    </Text>
  )
}
