import { Alert, Drawer, Text } from "@medusajs/ui"
import { useState } from "react"
import { usePush } from "../../hooks/pushes"
import type { Push, PushItem } from "../../lib/wire"
import { ListTable, type Column } from "../list-table"
import { RelativeTime } from "../relative-time"
import { OutcomeBadge, PushBadge } from "../state-badges"
import { Loaded } from "../states"

const pageSize = 50

const columns: Column<PushItem>[] = [
  {
    header: "Listing",
    cell: (item) => (
      <div className="max-w-[260px]">
        <Text size="small" className="truncate">
          {item.title ?? item.external_id}
        </Text>
        <Text size="xsmall" className="text-ui-fg-subtle">
          {item.external_id}
        </Text>
        {item.message && (
          <Text size="xsmall" className="text-ui-fg-error text-pretty">
            {item.message}
          </Text>
        )}
      </div>
    ),
  },
  { header: "Figure", align: "right", cell: figureOf },
  { header: "Answer", cell: (item) => <OutcomeBadge outcome={item.outcome} /> },
]

function figureOf({ price, on_sale, value }: PushItem) {
  if (on_sale !== null) return on_sale ? "on sale" : "off sale"
  return price?.sale_price ?? value
}

interface PushDrawerProps {
  channelId: string
  pushId: string
  onClose: () => void
}

/** One push and what became of each listing in it, refused ones first. */
export function PushDrawer({ channelId, pushId, onClose }: PushDrawerProps) {
  const [page, setPage] = useState(0)
  const detail = usePush(channelId, pushId, { limit: pageSize, offset: page * pageSize })
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>Push {pushId}</Drawer.Title>
          <Drawer.Description className="sr-only">What became of each listing in it</Drawer.Description>
        </Drawer.Header>
        <Drawer.Body className="flex flex-1 flex-col gap-y-4 overflow-y-auto px-0">
          <Loaded query={detail}>
            {({ push, items, count }) => (
              <>
                <PushFacts push={push} />
                <ListTable
                  columns={columns}
                  rows={items}
                  rowKey={(item) => item.listing_id}
                  page={{ index: page, size: pageSize, count, onChange: setPage }}
                />
              </>
            )}
          </Loaded>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer>
  )
}

const PushFacts = ({ push }: { push: Push }) => (
  <div className="flex flex-col gap-y-2 px-6">
    <div className="flex flex-wrap items-center gap-2">
      <PushBadge push={push} />
      <Text size="small" className="text-ui-fg-subtle">
        sent <RelativeTime at={push.sent_at} />, answered{" "}
        <RelativeTime at={push.settled_at} never="not yet" />
      </Text>
    </div>
    {push.batch && (
      <Text size="xsmall" className="text-ui-fg-subtle break-all">
        The marketplace calls it {push.batch}.
      </Text>
    )}
    {push.companions > 0 && (
      <Text size="xsmall" className="text-ui-fg-subtle">
        {push.companions} settled listings were sent along, because the marketplace refuses a request it has
        had lately.
      </Text>
    )}
    {push.error && <Alert variant="error">{push.error}</Alert>}
  </div>
)
