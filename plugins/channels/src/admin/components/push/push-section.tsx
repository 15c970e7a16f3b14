import { Switch, Label } from "@medusajs/ui"
import { useState } from "react"
import { usePushes } from "../../hooks/pushes"
import { grouped } from "../../lib/format"
import type { Push } from "../../lib/wire"
import { ListTable, type Column } from "../list-table"
import { RelativeTime } from "../relative-time"
import { Section } from "../section"
import { PushBadge } from "../state-badges"
import { EmptyState, Loaded } from "../states"
import { PushDrawer } from "./push-drawer"

const causes: Record<Push["cause"], string> = {
  change: "Stock changed",
  comparison: "Full comparison",
  manual: "By hand",
  correction: "An order was missing from the last figure",
}

const otherAspects: Partial<Record<string, string>> = {
  price: "Price changed",
  offer: "Off sale, or back",
}

const why = (push: Push) => otherAspects[push.aspect] ?? causes[push.cause]

const columns: Column<Push>[] = [
  { header: "When", cell: (push) => <RelativeTime at={push.created_at} /> },
  { header: "Why", cell: (push) => <span className="whitespace-nowrap">{why(push)}</span> },
  { header: "State", cell: (push) => <PushBadge push={push} /> },
  { header: "Listings", align: "right", cell: (push) => grouped(push.items) },
  { header: "Accepted", align: "right", cell: (push) => grouped(push.accepted) },
  { header: "Refused", align: "right", cell: (push) => grouped(push.rejected) },
]

const pageSize = 10

/** What was sent lately; a row opens what became of each listing in it. */
export function PushSection({ channelId }: { channelId: string }) {
  const [failuresFirst, setFailuresFirst] = useState(false)
  const [page, setPage] = useState(0)
  const [openId, setOpenId] = useState<string>()
  const order = failuresFirst ? "failures" : "newest"
  const pushes = usePushes(channelId, { order, limit: pageSize, offset: page * pageSize })
  return (
    <Section
      title="Pushes"
      actions={
        <div className="flex items-center gap-x-2">
          <Switch
            id="failures-first"
            size="small"
            checked={failuresFirst}
            onCheckedChange={(checked) => {
              setFailuresFirst(checked)
              setPage(0)
            }}
          />
          <Label htmlFor="failures-first" size="small">
            Failures first
          </Label>
        </div>
      }
    >
      <Loaded query={pushes}>
        {({ pushes, count }) =>
          count === 0 ? (
            <EmptyState
              title="Nothing was sent yet"
              hint="As soon as a mapped listing should show another figure than it does, it is sent."
            />
          ) : (
            <ListTable
              columns={columns}
              rows={pushes}
              rowKey={(push) => push.id}
              onOpen={(push) => setOpenId(push.id)}
              page={{ index: page, size: pageSize, count, onChange: setPage }}
            />
          )
        }
      </Loaded>
      {openId !== undefined && (
        <PushDrawer channelId={channelId} pushId={openId} onClose={() => setOpenId(undefined)} />
      )}
    </Section>
  )
}
