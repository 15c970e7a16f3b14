import { Button, Tabs, toast } from "@medusajs/ui"
import { useState, type ReactNode } from "react"
import { downloadHistory, useHistory, type HistoryFilter } from "../../hooks/history"
import { toastFailure } from "../../lib/failure"
import type { HistorySubject } from "../../lib/history-subject"
import { kindsOf, type KindGroup } from "../../lib/history-words"
import { exactly } from "../../lib/moment"
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

interface HistorySectionProps extends Groups {
  subject: HistorySubject
  /** Narrows down what is told. */
  filter?: ReactNode
  /** What appears here, where nothing has happened yet. */
  emptyHint: string
  at?: string | undefined
  /** Opens a push that a row tells of. */
  onPush?: (pushId: string) => void
}

interface Groups {
  groups: readonly KindGroup[]
  group: KindGroup
  onGroup: (group: KindGroup) => void
}

/** Who changed what when, newest first. */
export function HistorySection(props: HistorySectionProps) {
  const { subject, filter, emptyHint, at, onPush, ...groups } = props
  const wanted: HistoryFilter = { kinds: kindsOf[groups.group], to: at }
  const history = useHistory(subject, wanted)
  return (
    <Section
      title="History"
      hint={at === undefined ? "Who changed what, newest first." : `Up to ${exactly(at)}, newest first.`}
      actions={
        <>
          {filter}
          <ExportButton subject={subject} filter={wanted} />
        </>
      }
    >
      <GroupTabs {...groups} />
      <Loaded query={history}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.history)
          return rows.length === 0 ? (
            <EmptyState title="Nothing happened" hint={emptyHint} />
          ) : (
            <>
              <HistoryTable rows={rows} {...(onPush && { onPush })} />
              <More history={history} knownSince={pages.at(-1)?.known_since} />
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

const GroupTabs = ({ groups, group, onGroup }: Groups) => (
  <div className="px-6 py-4">
    <Tabs
      value={group}
      onValueChange={(value) => {
        const chosen = groups.find((one) => one === value)
        if (chosen) onGroup(chosen)
      }}
      className="-m-1 max-w-full overflow-x-auto p-1"
    >
      <Tabs.List>
        {groups.map((one) => (
          <Tabs.Trigger key={one} value={one} className="whitespace-nowrap">
            {tabs[one]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </Tabs>
  </div>
)

interface MoreProps {
  history: ReturnType<typeof useHistory>
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

function ExportButton({ subject, filter }: { subject: HistorySubject; filter: HistoryFilter }) {
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      await downloadHistory(subject, filter)
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
