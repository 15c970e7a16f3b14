import { Button, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { rowInWords } from "../../lib/history-words"
import { exactly } from "../../lib/moment"
import type { HistoryRow } from "../../lib/wire"
import { ListTable, type Column } from "../list-table"
import { OutcomeBadge } from "../state-badges"

const linkStyle = "text-ui-fg-interactive hover:text-ui-fg-interactive-hover"

interface HistoryTableProps {
  rows: HistoryRow[]
  onPush?: (pushId: string) => void
}

export function HistoryTable({ rows, onPush }: HistoryTableProps) {
  const columns: Column<HistoryRow>[] = [
    { header: "What", cell: (row) => <WhatCell row={row} /> },
    { header: "Change", align: "right", cell: (row) => rowInWords(row).change },
    { header: "Then", cell: (row) => <ThenCell row={row} {...(onPush && { onPush })} /> },
    { header: "Who", cell: (row) => <WhoCell row={row} /> },
    {
      header: "When",
      cell: ({ at }) => (
        <time dateTime={at} className="text-ui-fg-subtle tabular-nums">
          {exactly(at)}
        </time>
      ),
    },
  ]
  return <ListTable columns={columns} rows={rows} rowKey={keyOf} />
}

const keyOf = (row: HistoryRow) =>
  [
    row.at,
    row.kind,
    "push_id" in row && row.push_id,
    "reservation_id" in row && row.reservation_id,
    "location_id" in row && row.location_id,
    "inventory_item_id" in row && row.inventory_item_id,
  ]
    .filter(Boolean)
    .join(" ")

function WhatCell({ row }: { row: HistoryRow }) {
  const { what, note } = rowInWords(row)
  return (
    <div className="min-w-0 py-1 sm:max-w-[320px]">
      <Text size="small" leading="compact" weight="plus">
        {what}
      </Text>
      {note && (
        <Text size="xsmall" className="text-ui-fg-subtle text-pretty break-words">
          {note}
        </Text>
      )}
    </div>
  )
}

function ThenCell({ row, onPush }: { row: HistoryRow; onPush?: (pushId: string) => void }) {
  if (row.kind !== "push" && row.kind !== "offer") {
    const { after } = rowInWords(row)
    return after === "" ? null : <span className="text-ui-fg-subtle">{after}</span>
  }
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <OutcomeBadge outcome={row.outcome} />
      <Button size="small" variant="transparent" className={linkStyle} onClick={() => onPush?.(row.push_id)}>
        Push {row.push_id}
      </Button>
    </div>
  )
}

function WhoCell({ row }: { row: HistoryRow }) {
  const order = "order" in row ? row.order : null
  const actor = "actor" in row ? row.actor : null
  // Where an order stands for itself, its link says so.
  const name = actor && !(actor.kind === "order" && order) ? actor : null
  if (name === null && order === null) return null
  return (
    <div className="flex flex-col">
      {name && (
        <span className="break-words" title={name.request ?? undefined}>
          {name.words}
        </span>
      )}
      {order && (
        <Link className={linkStyle} to={`/orders/${order.id}`}>
          {wordsOf(order)}
        </Link>
      )}
    </div>
  )
}

type OrderLink = Extract<HistoryRow, { kind: "order" }>["order"]

const wordsOf = ({ id, display_id, external_id, channel_name }: OrderLink) =>
  external_id === null
    ? `Order #${display_id ?? id}`
    : `Order ${external_id}, ${channel_name ?? "a deleted channel"}`
