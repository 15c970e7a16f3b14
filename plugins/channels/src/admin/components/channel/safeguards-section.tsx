import { Button } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import { counted } from "../../lib/format"
import type { Channel } from "../../lib/wire"
import { RelativeTime } from "../relative-time"
import { FactRow, Section } from "../section"
import { SafeguardsDrawer } from "./safeguards-drawer"

/** What keeps a figure from going out blindly, and how that stands now. */
export function SafeguardsSection({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title="Safeguards"
      hint="Against selling a piece twice, and against mistakes."
      actions={
        <Button
          size="small"
          variant="secondary"
          aria-label="Edit safeguards"
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      }
    >
      <FactRow label="Freshness">
        orders read within {counted(channel.freshness_seconds, "second")} before a figure above zero is
        written
      </FactRow>
      <FactRow label="Orders are read">
        {channel.orders_newest_first
          ? "from the newest change back to what is known, and at times the whole overlap"
          : "through the whole overlap each time"}
      </FactRow>
      <FactRow label="Gate now">
        <Gate channel={channel} />
      </FactRow>
      <FactRow label="Brake">
        {channel.brake_percent === null
          ? "off: a change of any size goes out"
          : `stops and asks when more than ${channel.brake_percent} % of the listings change within ten minutes`}
      </FactRow>
      <FactRow label="Where it differs">
        {channel.drift_rule === "overwrite"
          ? "our figure is written over it"
          : "it is told, and left as it is"}
        {channel.figures.listings.drifting > 0 && (
          <>
            {"; now "}
            <Link
              className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover"
              to={`/channels/listings?filter=drifting&channel_id=${channel.id}`}
            >
              {counted(channel.figures.listings.drifting, "listing")}
            </Link>
          </>
        )}
      </FactRow>
      <FactRow label="Figures read back">
        <RelativeTime at={channel.figures.last_read_back_at} never="not yet" />
        {channel.figures.last_read_back_error && (
          <span className="text-ui-fg-error"> {channel.figures.last_read_back_error}</span>
        )}
      </FactRow>
      {editing && <SafeguardsDrawer channel={channel} onClose={() => setEditing(false)} />}
    </Section>
  )
}

const Gate = ({ channel: { state, figures } }: { channel: Channel }) => {
  const known = (
    <>
      orders known up to <RelativeTime at={figures.read_through} never="none yet" />
    </>
  )
  if (state === "paused") return <>nothing is written while the channel is paused; {known}</>
  if (figures.gate_shut_since === null) return <>open; {known}</>
  return (
    <>
      <span className="text-ui-tag-orange-text">
        shut since <RelativeTime at={figures.gate_shut_since} />
      </span>
      : figures above zero wait until the orders are read; {known}
    </>
  )
}
