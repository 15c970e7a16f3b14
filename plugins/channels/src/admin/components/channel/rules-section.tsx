import { Button } from "@medusajs/ui"
import { useState } from "react"
import { grouped } from "../../lib/format"
import { ruleExample } from "../../lib/rule-example"
import { bufferInWords, ruleInWords } from "../../lib/rule-words"
import type { Channel } from "../../lib/wire"
import { FactRow, Section } from "../section"
import { RulesDrawer } from "./rules-drawer"

/** How figures follow from stock here. */
export function RulesSection({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title="Rules"
      hint={ruleExample(channel)}
      actions={
        <Button size="small" variant="secondary" aria-label="Edit rules" onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      <FactRow label="Share">{ruleInWords("share_percent", channel)}</FactRow>
      <FactRow label="Buffer">{bufferInWords(channel)}</FactRow>
      <FactRow label="Minimum">{ruleInWords("minimum", channel)}</FactRow>
      <FactRow label="Cap">{capOf(channel)}</FactRow>
      <FactRow label="Locations">
        {channel.location_mode === "split" ? "an order may take from several" : "an order is sent from one"}
      </FactRow>
      <FactRow label="When sold out">
        {ruleInWords("when_sold_out", channel)}
        {channel.when_sold_out === "end" && channel.ends_together && endsTogether[channel.ends_together]}
      </FactRow>
      {editing && <RulesDrawer channel={channel} onClose={() => setEditing(false)} />}
    </Section>
  )
}

const endsTogether: Record<NonNullable<Channel["ends_together"]>, string> = {
  listing: "",
  product: ", once every listing of its product is",
  account: ", once it is on every channel of the account",
}

function capOf({ cap, marketplace_max }: Channel): string {
  if (cap !== null) return `at most ${grouped(cap)} of one listing`
  return marketplace_max === null
    ? "none of ours"
    : `none of ours; the marketplace takes up to ${grouped(marketplace_max)}`
}
