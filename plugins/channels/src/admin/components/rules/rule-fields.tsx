import { Hint, Input } from "@medusajs/ui"
import type { NumberRule, ReadRules, RuleTexts } from "../../lib/rule-form"
import { ruleInWords } from "../../lib/rule-words"
import type { ChannelRules } from "../../lib/rules-wire"
import { FormField } from "../form-field"
import { Choice, type Option } from "./choice"

interface RuleFieldsProps {
  texts: RuleTexts
  errors: ReadRules["errors"]
  onChange: (texts: RuleTexts) => void
  endsListings: boolean
  /** Holds where a field is left empty; undefined for the channel's own rules. */
  channel?: ChannelRules | undefined
}

/** Every rule that a channel and a listing both may have, in the order in which they apply. */
export function RuleFields({ texts, errors, onChange, endsListings, channel }: RuleFieldsProps) {
  const field = (name: NumberRule) => ({
    name,
    text: texts[name],
    error: errors[name],
    onChange: (text: string) => onChange({ ...texts, [name]: text }),
    channel,
  })
  const mode = texts.buffer_mode || channel?.buffer_mode
  return (
    <>
      <NumberField {...field("share_percent")} label="Share in percent" help={helps.share} />
      <Choice
        id="rule-buffer-mode"
        label="Buffer"
        value={texts.buffer_mode}
        options={[...asTheChannel(channel, "buffer_mode"), ...bufferModes]}
        onChange={(buffer_mode) => onChange({ ...texts, buffer_mode })}
      />
      {mode === "measured" && (
        <NumberField {...field("oversell_chance")} label="Accepted chance: 1 in …" help={helps.chance} />
      )}
      <NumberField
        {...field("buffer")}
        label="Buffer in pieces"
        help={mode === "measured" ? helps.unsold : helps.buffer}
      />
      <NumberField {...field("buffer_percent")} label="Buffer in percent" help={helps.percent} />
      <NumberField {...field("minimum")} label="Minimum" help={helps.minimum} />
      <NumberField {...field("cap")} label="Cap in pieces" help={helps.cap} optional />
      {endsListings || texts.when_sold_out === "end" ? (
        <Choice
          id="rule-sold-out"
          label="When sold out"
          value={texts.when_sold_out}
          options={[...asTheChannel(channel, "when_sold_out"), ...soldOutModes]}
          onChange={(when_sold_out) => onChange({ ...texts, when_sold_out })}
        />
      ) : (
        <Hint>
          What is sold out shows zero: this marketplace&apos;s connector cannot take listings off sale.
        </Hint>
      )}
    </>
  )
}

const helps = {
  share:
    "How much of what is available may be offered. 100 offers all of it; other channels offer theirs at the same time.",
  buffer: "Held back from the share, against what sells elsewhere in the same moment.",
  unsold: "Held back where nothing has sold yet, so that there is nothing to measure.",
  percent: "Of what is available, rounded up; held back together with the pieces.",
  chance:
    "1000: of 1000 changes on their way to the marketplace, one may find that more was sold meanwhile than was held back. A smaller chance holds more back.",
  minimum: "Fewer than this are shown as zero: the last pieces stay for other channels. 0 shows them all.",
  cap: "Never shows more of one listing than this, however much is there. Empty for no cap.",
}

interface NumberFieldProps {
  name: NumberRule
  label: string
  help: string
  text: string
  error: string | undefined
  optional?: boolean
  onChange: (text: string) => void
  channel: ChannelRules | undefined
}

function NumberField({ name, label, help, text, error, optional, onChange, channel }: NumberFieldProps) {
  const id = `rule-${name}`
  return (
    <FormField id={id} label={label} help={help} error={error} optional={optional ?? channel !== undefined}>
      <Input
        id={id}
        inputMode="numeric"
        value={text}
        aria-invalid={error !== undefined}
        placeholder={channel && `As the channel: ${ruleInWords(name, channel) ?? "none"}`}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  )
}

function asTheChannel(
  channel: ChannelRules | undefined,
  name: "buffer_mode" | "when_sold_out",
): Option<"">[] {
  if (!channel) return []
  return [{ value: "", label: "As the channel", description: `There: ${ruleInWords(name, channel) ?? ""}.` }]
}

const bufferModes: Option<"fixed" | "measured">[] = [
  { value: "fixed", label: "Fixed", description: "Always the same pieces and percentage." },
  {
    value: "measured",
    label: "Measured",
    description:
      "Just as much as may sell while a change is on its way: from the last 28 days' sales and from how long the marketplace takes.",
  },
]

const soldOutModes: Option<"zero" | "end">[] = [
  { value: "zero", label: "Show zero", description: "The listing stays, and sells again when stock comes." },
  {
    value: "end",
    label: "Take it off sale",
    description: "It shows zero at once and is then taken off sale; stock puts it back by itself.",
  },
]
