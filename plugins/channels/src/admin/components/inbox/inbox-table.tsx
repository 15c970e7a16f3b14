import { Text } from "@medusajs/ui"
import type { InboxEntry } from "../../lib/wire"
import { ListTable, type Column, type PageControl } from "../list-table"
import { RelativeTime } from "../relative-time"
import { InboxBadge } from "../state-badges"
import { ReplayButton } from "./replay-button"

const columns: Column<InboxEntry>[] = [
  { header: "Received", cell: (entry) => <RelativeTime at={entry.received_at} /> },
  {
    header: "Order",
    cell: (entry) => (
      <div className="min-w-[120px]">
        <Text size="small">{entry.external_id ?? "not named"}</Text>
        <Text size="xsmall" className="text-ui-fg-subtle">
          by {entry.source}
          {entry.repeats > 0 && `, told ${entry.repeats + 1} times`}
        </Text>
      </div>
    ),
  },
  { header: "State", cell: (entry) => <InboxBadge state={entry.state} /> },
  {
    header: "What came of it",
    cell: (entry) => (
      <Text size="small" className="text-ui-fg-subtle min-w-[180px] max-w-[420px] text-pretty">
        {entry.error ?? entry.result ?? ""}
      </Text>
    ),
  },
  {
    header: "",
    align: "right",
    cell: (entry) => entry.state === "dead" && <ReplayButton ids={[entry.id]} />,
  },
]

interface InboxTableProps {
  entries: InboxEntry[]
  onOpen: (id: string) => void
  page?: PageControl
}

export const InboxTable = ({ entries, onOpen, page }: InboxTableProps) => (
  <ListTable
    columns={columns}
    rows={entries}
    rowKey={(entry) => entry.id}
    onOpen={(entry) => onOpen(entry.id)}
    {...(page && { page })}
  />
)
