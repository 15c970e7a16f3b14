import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { counted } from "../../lib/format"
import type { Channel } from "../../lib/wire"
import { RelativeTime } from "../relative-time"
import { FactRow, Section } from "../section"

const linkStyle = "text-ui-fg-interactive hover:text-ui-fg-interactive-hover"

/** What was read and sent, and when. */
export const HealthSection = ({ channel }: { channel: Channel }) => (
  <Section title="Traffic">
    <FactRow label="Orders known up to">
      <RelativeTime at={channel.figures.read_through} never="none read yet" />
    </FactRow>
    <FactRow label="Orders last read">
      <RelativeTime at={channel.figures.last_pull_at} />
    </FactRow>
    <FactRow label="Last accepted push">
      <RelativeTime at={channel.figures.last_accepted_at} never="none yet" />
    </FactRow>
    <FactRow label="Stock last compared">
      <RelativeTime at={channel.figures.last_compared_at} />
    </FactRow>
    <FactRow label="Listings last read">
      <RelativeTime at={channel.figures.last_listings_at} />
    </FactRow>
    <FactRow label="Webhook">
      <WebhookFacts channel={channel} />
    </FactRow>
    <FactRow label="Inbox">
      <Link className={linkStyle} to={`/channels/inbox?state=pending&channel_id=${channel.id}`}>
        {channel.figures.inbox.pending} pending
      </Link>
      {", "}
      <Link className={linkStyle} to={`/channels/inbox?state=dead&channel_id=${channel.id}`}>
        {channel.figures.inbox.dead} dead
      </Link>
    </FactRow>
    {channel.figures.unmapped_order_lines > 0 && (
      <FactRow label="Sold but not mapped">
        <Link className={linkStyle} to={`/channels/listings?filter=unmapped&channel_id=${channel.id}`}>
          {counted(channel.figures.unmapped_order_lines, "order line")} without a reservation
        </Link>
      </FactRow>
    )}
  </Section>
)

const registrations: Record<Channel["webhook"], string> = {
  registered: "Registered",
  missing: "Not registered, so orders come by polling",
  unsupported: "The marketplace has none, so orders come by polling",
}

const WebhookFacts = ({ channel: { webhook, figures } }: { channel: Channel }) => (
  <div>
    <div>
      {registrations[webhook]}
      {webhook === "registered" && (
        <>
          , last heard <RelativeTime at={figures.last_webhook_at} />
        </>
      )}
    </div>
    {figures.webhooks_refused > 0 && (
      <Text size="xsmall" className="text-ui-fg-error">
        {counted(figures.webhooks_refused, "call")} refused, last{" "}
        <RelativeTime at={figures.last_webhook_refused_at} />: {figures.last_webhook_refusal}
      </Text>
    )}
  </div>
)
