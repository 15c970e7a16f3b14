import { Badge, Text } from "@medusajs/ui"
import { Link, useNavigate } from "react-router-dom"
import { grouped } from "../../lib/format"
import type { Channel } from "../../lib/wire"
import { ListTable, type Column } from "../list-table"
import { RelativeTime } from "../relative-time"
import { ChannelBadge } from "../state-badges"
import { CountBadges } from "./count-badges"

const NameCell = ({ channel }: { channel: Channel }) => (
  <div className="min-w-[180px]">
    <Text size="small" leading="compact" weight="plus">
      {channel.name}
    </Text>
    <Text size="xsmall" className="text-ui-fg-subtle">
      {channel.marketplace_name} · {channel.account}
    </Text>
    {channel.problems[0] && (
      <Text size="xsmall" className="text-ui-fg-error max-w-[320px] text-pretty">
        {channel.problems[0].message}
      </Text>
    )}
  </div>
)

const InboxCell = ({ channel: { id, figures } }: { channel: Channel }) =>
  figures.inbox.dead === 0 ? (
    <span className="text-ui-fg-muted whitespace-nowrap">nothing dead</span>
  ) : (
    <Link
      to={`/channels/inbox?state=dead&channel_id=${id}`}
      onClick={(event) => event.stopPropagation()}
      className="whitespace-nowrap"
    >
      <Badge size="2xsmall" color="red">
        {grouped(figures.inbox.dead)} dead
      </Badge>
    </Link>
  )

const columns: Column<Channel>[] = [
  { header: "Channel", cell: (channel) => <NameCell channel={channel} /> },
  { header: "State", cell: (channel) => <ChannelBadge channel={channel} /> },
  { header: "Listings", cell: (channel) => <CountBadges channel={channel} /> },
  {
    header: "Orders read",
    cell: ({ figures }) => <RelativeTime at={figures.last_pull_at} never="not yet" />,
  },
  {
    header: "Last accepted push",
    cell: ({ figures }) => <RelativeTime at={figures.last_accepted_at} never="none yet" />,
  },
  { header: "Inbox", cell: (channel) => <InboxCell channel={channel} /> },
]

export function ChannelTable({ channels }: { channels: Channel[] }) {
  const navigate = useNavigate()
  return (
    <ListTable
      columns={columns}
      rows={channels}
      rowKey={(channel) => channel.id}
      onOpen={(channel) => void navigate(`/channels/${channel.id}`)}
    />
  )
}
