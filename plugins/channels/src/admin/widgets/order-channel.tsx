import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Alert, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { RelativeTime } from "../components/relative-time"
import { FactRow, Section } from "../components/section"
import { PackageBadge } from "../components/state-badges"
import { useChannelOrder } from "../hooks/medusa"
import type { ChannelOrder } from "../lib/wire"

const linkStyle = "text-ui-fg-interactive hover:text-ui-fg-interactive-hover"

/** Where an order came from. Orders of the own shop have no such card. */
const OrderChannelWidget = ({ data }: { data: { id: string } }) => {
  const order = useChannelOrder(data.id).data?.channel_order
  if (!order) return null
  return (
    <Section title={order.channel_name ?? "Marketplace"}>
      <FactRow label="Order there">
        {order.url ? (
          <a className={linkStyle} href={order.url} target="_blank" rel="noreferrer noopener">
            {order.external_id}
          </a>
        ) : (
          order.external_id
        )}
      </FactRow>
      <FactRow label="Placed">
        <RelativeTime at={order.placed_at} />
      </FactRow>
      {order.packages.map((parcel) => (
        <FactRow key={parcel.external_id} label={`Package ${parcel.external_id}`}>
          <PackageBadge parcel={parcel} />
          <Tracking parcel={parcel} />
        </FactRow>
      ))}
      <WaitingLines order={order} />
    </Section>
  )
}

const Tracking = ({ parcel: { tracking } }: { parcel: ChannelOrder["packages"][number] }) =>
  tracking.number === null ? null : (
    <Text size="xsmall" className="text-ui-fg-subtle break-words">
      {tracking.carrier}{" "}
      {tracking.url ? (
        <a className={linkStyle} href={tracking.url} target="_blank" rel="noreferrer noopener">
          {tracking.number}
        </a>
      ) : (
        tracking.number
      )}
    </Text>
  )

/** Lines whose listing belongs to no variant yet reserve nothing: the one thing that has to be done by hand. */
function WaitingLines({ order }: { order: ChannelOrder }) {
  const waiting = order.lines.filter((line) => line.state === "unmapped")
  if (waiting.length === 0) return null
  return (
    <div className="px-6 py-4">
      <Alert variant="warning">
        <div className="flex flex-col gap-y-1">
          <span>No stock is reserved for these until they are mapped:</span>
          {waiting.map((line) => (
            <Link
              key={line.external_id}
              className={linkStyle}
              to={`/channels/listings?filter=unmapped&channel_id=${order.channel_id}&q=${encodeURIComponent(line.listing_external_id)}`}
            >
              {line.owed} × {line.title}
            </Link>
          ))}
        </div>
      </Alert>
    </div>
  )
}

export const config = defineWidgetConfig({ id: "serai-order-channel", zone: "order.details.side.before" })

export default OrderChannelWidget
