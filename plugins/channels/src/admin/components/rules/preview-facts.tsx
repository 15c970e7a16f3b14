import { Badge, clx, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { Link } from "react-router-dom"
import { counted, grouped } from "../../lib/format"
import type { Preview, PreviewRow } from "../../lib/rules-wire"
import { ListTable, type Column } from "../list-table"

const kinds = {
  to_zero: { words: "to zero", colour: "red" },
  falls: { words: "fall", colour: "orange" },
  rises: { words: "rise", colour: "green" },
  ends: { words: "off sale", colour: "red" },
  returns: { words: "back on sale", colour: "green" },
} as const

/** How many figures would change, and in which direction. */
export const PreviewCounts = ({ preview, faded = false }: { preview: Preview; faded?: boolean }) => (
  <div className={clx("flex flex-wrap gap-1", { "opacity-50": faded })}>
    {(["to_zero", "falls", "rises", "ends", "returns"] as const).map((kind) =>
      preview[kind] === 0 ? null : (
        <Badge key={kind} size="2xsmall" color={kinds[kind].colour}>
          {grouped(preview[kind])} {kinds[kind].words}
        </Badge>
      ),
    )}
    <Badge size="2xsmall" color="grey">
      {grouped(preview.stays)} {preview.ends + preview.returns > 0 ? "figures stay" : "stay"}
    </Badge>
  </div>
)

const figure = (value: number | null) => (value === null ? "–" : grouped(value))

const columns = (before: string, after: string): Column<PreviewRow>[] => [
  {
    header: "Listing",
    cell: ({ listing_id, title, sku }) => (
      <div className="min-w-0 py-1 sm:max-w-[220px]">
        <Link
          className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover txt-compact-small block truncate"
          to={`/channels/listings/${listing_id}`}
          // What was typed stays where it is.
          target="_blank"
          title={title}
        >
          {title}
        </Link>
        <Text size="xsmall" className="text-ui-fg-subtle truncate">
          {sku}
        </Text>
      </div>
    ),
  },
  { header: before, align: "right", cell: ({ now }) => figure(now) },
  {
    header: after,
    align: "right",
    cell: ({ then, offer }) => (
      <>
        {figure(then)}
        {offer && (
          <Text size="xsmall" className="text-ui-fg-subtle whitespace-nowrap">
            {kinds[offer].words}
          </Text>
        )}
      </>
    ),
  },
]

/** Pure: how many listings change at least; what goes off sale or comes back may be among those whose figure changes. */
const changedBy = ({ to_zero, falls, rises, ends, returns }: Preview) =>
  Math.max(to_zero + falls + rises, ends + returns)

interface PreviewRowsProps {
  preview: Preview
  /** What stands in the columns: the figure now, and the one that would come of it. */
  headers: [before: string, after: string]
  faded?: boolean
}

/** The first listings that would change; what goes to zero first. */
export function PreviewRows({ preview, headers, faded = false }: PreviewRowsProps) {
  const changes = changedBy(preview)
  if (preview.rows.length === 0) return null
  return (
    <div className={clx("flex flex-col gap-y-2", { "opacity-50": faded })}>
      <Boxed>
        <ListTable columns={columns(...headers)} rows={preview.rows} rowKey={(row) => row.listing_id} />
      </Boxed>
      {changes > preview.rows.length && (
        <Text size="xsmall" className="text-ui-fg-subtle">
          The first {grouped(preview.rows.length)} of {counted(changes, "listing")} that would change.
        </Text>
      )}
    </div>
  )
}

const Boxed = ({ children }: { children: ReactNode }) => (
  <div className="border-ui-border-base overflow-hidden rounded-md border">{children}</div>
)
