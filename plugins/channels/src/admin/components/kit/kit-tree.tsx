import { Badge, Text } from "@medusajs/ui"
import { grouped } from "../../lib/format"
import type { KitPart } from "../../lib/kit-wire"
import { ListTable, type Column } from "../list-table"

/** Wide enough to see, narrow enough for eight levels on a phone. */
const indent = 16

const columns: Column<KitPart>[] = [
  {
    header: "Part",
    cell: ({ product_title, title, sku, level, is_kit }) => (
      <div className="min-w-0 py-1" style={{ paddingInlineStart: (level - 1) * indent }}>
        <div className="flex flex-wrap items-center gap-x-2">
          <Text size="small" leading="compact" weight="plus">
            {product_title}
          </Text>
          {is_kit && <Badge size="2xsmall">kit</Badge>}
        </div>
        <Text size="xsmall" className="text-ui-fg-subtle">
          {[title, sku].filter(Boolean).join(" · ")}
        </Text>
      </div>
    ),
  },
  { header: "Pieces", align: "right", cell: ({ quantity }) => grouped(quantity) },
  { header: "In the whole kit", align: "right", cell: ({ in_all }) => grouped(in_all) },
]

/** A kit's parts in reading order; the parts of a part follow it, one step to the right. */
export const KitTree = ({ parts }: { parts: KitPart[] }) => (
  <ListTable
    columns={columns}
    rows={parts.map((part, index) => ({ ...part, index }))}
    // The same part may stand in the tree by several ways.
    rowKey={({ index }) => String(index)}
  />
)
