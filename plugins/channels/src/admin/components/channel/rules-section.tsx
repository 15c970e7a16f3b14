import { Button } from "@medusajs/ui"
import { useState } from "react"
import { grouped } from "../../lib/format"
import { ruleExample } from "../../lib/rule-example"
import type { Channel } from "../../lib/wire"
import { FactRow, Section } from "../section"
import { RulesDrawer } from "./rules-drawer"

export function RulesSection({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title="Rules"
      hint={ruleExample(channel)}
      actions={
        <Button size="small" variant="secondary" onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      <FactRow label="Share">{channel.share_percent} % of what is available</FactRow>
      <FactRow label="Buffer">
        {channel.buffer === 0 ? "none" : `${grouped(channel.buffer)} held back`}
      </FactRow>
      <FactRow label="Cap">
        {channel.cap === null
          ? `none of ours${channel.marketplace_max === null ? "" : `; the marketplace takes up to ${grouped(channel.marketplace_max)}`}`
          : `at most ${grouped(channel.cap)} of one listing`}
      </FactRow>
      {editing && <RulesDrawer channel={channel} onClose={() => setEditing(false)} />}
    </Section>
  )
}
