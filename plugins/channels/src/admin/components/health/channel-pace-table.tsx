import { Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useNavigate } from "react-router-dom"
import { counted, duration, grouped } from "../../lib/format"
import type { ChannelHealth } from "../../lib/health-wire"
import { ListTable, type Column } from "../list-table"
import { PaceBadge } from "./pace-badge"

const columns: Column<ChannelHealth>[] = [
  {
    header: "Channel",
    cell: ({ name, paused }) => (
      <Text size="small" leading="compact" weight="plus">
        {name}
        {paused && <span className="text-ui-fg-muted"> · paused</span>}
      </Text>
    ),
  },
  {
    header: "Orders read",
    cell: ({ read_mark }) => (
      <Paced pace={<PaceBadge pace={read_mark.pace} />}>{duration(read_mark.seconds * 1000)} ago</Paced>
    ),
  },
  { header: "Waiting", cell: (channel) => <Queue channel={channel} /> },
  {
    header: "Shows something else",
    cell: ({ divergence }) => {
      const kinds = Object.entries(divergence)
      if (kinds.length === 0) return <span className="text-ui-fg-muted">none</span>
      return kinds.map(([kind, count]) => `${grouped(count)} ${kind.replaceAll("_", " ")}`).join(", ")
    },
  },
  {
    header: "Oversold, 7 days",
    align: "right",
    cell: ({ oversold_units }) =>
      oversold_units === 0 ? (
        <span className="text-ui-fg-muted">none</span>
      ) : (
        counted(oversold_units, "piece")
      ),
  },
]

const Paced = ({ pace, children }: { pace: ReactNode; children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
    {pace}
    <span className="text-ui-fg-subtle whitespace-nowrap">{children}</span>
  </div>
)

function Queue({ channel: { queue, gate_shut_seconds } }: { channel: ChannelHealth }) {
  const parts = [
    queue.pending > 0 && `${counted(queue.pending, "fact")} to read`,
    queue.due > 0 && `${counted(queue.due, "figure")} to send`,
    queue.seconds >= 1 && `oldest ${duration(queue.seconds * 1000)}`,
    gate_shut_seconds >= 1 && `for orders to be read, ${duration(gate_shut_seconds * 1000)}`,
  ].filter((part) => part !== false)
  return (
    <Paced pace={<PaceBadge pace={queue.pace} />}>{parts.length === 0 ? "nothing" : parts.join(", ")}</Paced>
  )
}

/** How each channel keeps up at this moment. */
export function ChannelPaceTable({ channels }: { channels: ChannelHealth[] }) {
  const navigate = useNavigate()
  return (
    <ListTable
      columns={columns}
      rows={channels}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate(`/channels/${id}`)}
    />
  )
}
