import { Button } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import { useInbox } from "../../hooks/inbox"
import { Section } from "../section"
import { EntryDrawer } from "./entry-drawer"
import { InboxTable } from "./inbox-table"
import { ReplayButton } from "./replay-button"

const shown = 5

/** What the channel received and nobody could read; hidden while there is nothing. */
export function DeadEntriesSection({ channelId }: { channelId: string }) {
  const [openId, setOpenId] = useState<string>()
  const { data } = useInbox({ channel_id: channelId, state: "dead", limit: shown, offset: 0 })
  if (!data || data.count === 0) return null
  return (
    <Section
      title="Dead inbox entries"
      hint="Received and kept, but not understood. Replay them once the reason is gone."
      actions={
        <>
          {data.entries.length > 1 && (
            <ReplayButton
              ids={data.entries.map(({ id }) => id)}
              words={`Replay these ${data.entries.length}`}
            />
          )}
          <Button size="small" variant="secondary" asChild>
            <Link to={`/channels/inbox?state=dead&channel_id=${channelId}`}>All {data.count}</Link>
          </Button>
        </>
      }
    >
      <InboxTable entries={data.entries} onOpen={setOpenId} />
      {openId !== undefined && <EntryDrawer id={openId} onClose={() => setOpenId(undefined)} />}
    </Section>
  )
}
