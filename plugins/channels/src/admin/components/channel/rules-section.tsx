import { Button } from "@medusajs/ui"
import { useState } from "react"
import { grouped } from "../../lib/format"
import type { Channel } from "../../lib/wire"
import { FactRow, Section } from "../section"
import { RulesDrawer } from "./rules-drawer"

/** "Of 100 available pieces this channel offers 46": the rules, worked through once. */
export function exampleOf({ share_percent, buffer, cap, marketplace_max }: Rules): string {
  const offered = Math.max(0, Math.floor(share_percent) - buffer)
  const limit = Math.min(cap ?? Number.MAX_SAFE_INTEGER, marketplace_max ?? Number.MAX_SAFE_INTEGER)
  return `Of 100 available pieces this channel offers ${Math.min(offered, limit)}.`
}

type Rules = Pick<Channel, "share_percent" | "buffer" | "cap" | "marketplace_max">

export function RulesSection({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title="Rules"
      hint={exampleOf(channel)}
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
