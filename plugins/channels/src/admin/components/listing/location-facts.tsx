import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { grouped } from "../../lib/format"
import type { Explanation } from "../../lib/wire"
import { ListTable, type Column } from "../list-table"

type Location = Explanation["locations"][number]
type Row = Location["components"][number] & { location: Location }

const columns: Column<Row>[] = [
  {
    header: "Location",
    cell: (row) => (
      <div className="max-w-[200px]">
        <Text size="small" className="truncate">
          {row.location.location_name}
        </Text>
        <Text size="xsmall" className="text-ui-fg-subtle text-pretty">
          <Link
            className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover"
            to={`/inventory/${row.inventory_item_id}`}
          >
            {row.sku ?? row.title ?? row.inventory_item_id}
          </Link>
          {row.required_quantity !== 1 && ` × ${row.required_quantity}`}
          {!row.location.counts && " · not kept here, counts for nothing"}
        </Text>
      </div>
    ),
  },
  { header: "On hand", align: "right", cell: (row) => grouped(row.stocked) },
  { header: "Reserved", align: "right", cell: (row) => grouped(row.reserved) },
  { header: "Available", align: "right", cell: (row) => grouped(row.available) },
]

/** The stock behind the sum, place by place. */
export function LocationFacts({ locations }: { locations: Location[] }) {
  if (locations.length === 0) return null
  const rows = locations.flatMap((location) =>
    location.components.map((component) => ({ ...component, location })),
  )
  return (
    <section className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        Stock by location
      </Text>
      <div className="border-ui-border-base overflow-hidden rounded-md border">
        <ListTable
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.location.location_id} ${row.inventory_item_id}`}
        />
      </div>
    </section>
  )
}
