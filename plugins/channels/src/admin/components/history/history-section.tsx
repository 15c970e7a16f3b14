import { Button, Tabs, toast } from "@medusajs/ui"
import { useState } from "react"
import { downloadHistory, useListingHistory, type HistoryFilter } from "../../hooks/history"
import { toastFailure } from "../../lib/failure"
import { kindGroups, kindsOf, type KindGroup } from "../../lib/history-words"
import { exactly } from "../../lib/moment"
import type { Listing } from "../../lib/wire"
import { PushDrawer } from "../push/push-drawer"
import { Section } from "../section"
import { EmptyState, Loaded } from "../states"
import { HistoryTable } from "./history-table"

const tabs: Record<KindGroup, string> = {
  all: "All",
  stock: "Stock",
  reservations: "Reservations",
  figures: "Figures",
  pushes: "Pushes",
  orders: "Orders",
}

interface HistorySectionProps {
  listing: Pick<Listing, "id" | "channel_id">
  group: KindGroup
  onGroup: (group: KindGroup) => void
  at: string | undefined
}

/** Who changed what when, newest first. */
export function HistorySection({ listing, group, onGroup, at }: HistorySectionProps) {
  const [pushId, setPushId] = useState<string>()
  const filter: HistoryFilter = { kinds: kindsOf[group], to: at }
  const history = useListingHistory(listing.id, filter)
  return (
    <Section
      title="History"
      hint={at === undefined ? "Who changed what, newest first." : `Up to ${exactly(at)}, newest first.`}
      actions={<ExportButton listingId={listing.id} filter={filter} />}
    >
      <GroupTabs group={group} onGroup={onGroup} />
      <Loaded query={history}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.history)
          return rows.length === 0 ? (
            <EmptyState
              title="Nothing happened"
              hint="Stock, reservations, figures and pushes of this listing appear here as they happen."
            />
          ) : (
            <>
              <HistoryTable rows={rows} onPush={setPushId} />
              <More history={history} knownSince={pages.at(-1)?.known_since} />
            </>
          )
        }}
      </Loaded>
      {pushId !== undefined && (
        <PushDrawer channelId={listing.channel_id} pushId={pushId} onClose={() => setPushId(undefined)} />
      )}
    </Section>
  )
}

const GroupTabs = ({ group, onGroup }: Pick<HistorySectionProps, "group" | "onGroup">) => (
  <div className="px-6 py-4">
    <Tabs
      value={group}
      onValueChange={(value) => {
        const chosen = kindGroups.find((one) => one === value)
        if (chosen) onGroup(chosen)
      }}
      className="-m-1 max-w-full overflow-x-auto p-1"
    >
      <Tabs.List>
        {kindGroups.map((one) => (
          <Tabs.Trigger key={one} value={one} className="whitespace-nowrap">
            {tabs[one]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </Tabs>
  </div>
)

interface MoreProps {
  history: ReturnType<typeof useListingHistory>
  knownSince: string | undefined
}

const More = ({ history, knownSince }: MoreProps) => (
  <div className="text-ui-fg-subtle txt-compact-small flex flex-wrap items-center justify-between gap-3 px-6 py-4">
    {history.hasNextPage ? (
      <Button
        size="small"
        variant="secondary"
        isLoading={history.isFetchingNextPage}
        onClick={() => void history.fetchNextPage()}
      >
        Show older
      </Button>
    ) : (
      <span>That is all{knownSince && `; stock movements are known since ${exactly(knownSince)}`}.</span>
    )}
  </div>
)

function ExportButton({ listingId, filter }: { listingId: string; filter: HistoryFilter }) {
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      await downloadHistory(listingId, filter)
      toast.success("The history is in your downloads")
    } catch (error) {
      toastFailure("There is no file")(error)
    }
    setBusy(false)
  }
  return (
    <Button size="small" variant="secondary" isLoading={busy} onClick={() => void save()}>
      Export
    </Button>
  )
}
