import { defineRouteConfig } from "@medusajs/admin-sdk"
import { useState } from "react"
import { FilterBar } from "../../../components/filter-bar"
import { EntryDrawer } from "../../../components/inbox/entry-drawer"
import { InboxTable } from "../../../components/inbox/inbox-table"
import { ReplayButton } from "../../../components/inbox/replay-button"
import { Section } from "../../../components/section"
import { EmptyState, Loaded } from "../../../components/states"
import { useInbox } from "../../../hooks/inbox"
import { oneOf, useUrlState } from "../../../lib/url-state"

const states = ["dead", "pending", "done", "all"] as const
type Tab = (typeof states)[number]

const tabs: [Tab, string][] = [
  ["dead", "Dead"],
  ["pending", "Pending"],
  ["done", "Done"],
  ["all", "All"],
]

const nothing: Record<Tab, [title: string, hint: string]> = {
  dead: ["Nothing is dead", "Everything that was received could be read."],
  pending: ["Nothing is waiting", "Everything that was received has been worked on."],
  done: ["Nothing was worked on yet", "Orders appear here as soon as a channel reads them."],
  all: ["Nothing was received yet", "Connect a channel, or choose another one."],
}

const pageSize = 20

const InboxPage = () => {
  const url = useUrlState()
  const [openId, setOpenId] = useState<string>()
  const tab = oneOf(states, url.get("state"))
  const inbox = useInbox({
    q: url.get("q"),
    channel_id: url.get("channel_id"),
    state: tab === "all" ? undefined : tab,
    limit: pageSize,
    offset: url.page * pageSize,
  })
  const dead = (inbox.data?.entries ?? []).filter((entry) => entry.state === "dead")
  return (
    <Section
      level="h1"
      title="Inbox"
      hint="Every fact as the marketplaces sent it, kept before anyone interprets it."
      actions={
        dead.length > 1 && (
          <ReplayButton ids={dead.map(({ id }) => id)} words={`Replay these ${dead.length}`} />
        )
      }
    >
      <FilterBar
        tabs={tabs}
        tab={tab}
        onTab={(state) => url.set({ state })}
        channelId={url.get("channel_id")}
        onChannel={(channel_id) => url.set({ channel_id })}
        q={url.get("q") ?? ""}
        onSearch={(q) => url.set({ q })}
        searchHint="Order number"
      />
      <Loaded query={inbox}>
        {({ entries, count }) =>
          count === 0 ? (
            <EmptyState title={nothing[tab][0]} hint={nothing[tab][1]} />
          ) : (
            <InboxTable
              entries={entries}
              onOpen={setOpenId}
              page={{ index: url.page, size: pageSize, count, onChange: url.setPage }}
            />
          )
        }
      </Loaded>
      {openId !== undefined && <EntryDrawer id={openId} onClose={() => setOpenId(undefined)} />}
    </Section>
  )
}

export const config = defineRouteConfig({ label: "Inbox", rank: 2 })

export const handle = { breadcrumb: () => "Inbox" }

export default InboxPage
