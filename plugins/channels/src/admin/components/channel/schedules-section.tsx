import { Button } from "@medusajs/ui"
import { useState } from "react"
import { duration } from "../../lib/format"
import { jobWords } from "../../lib/job-words"
import type { Channel } from "../../lib/wire"
import { RelativeTime } from "../relative-time"
import { FactRow, Section } from "../section"
import { SchedulesDrawer } from "./schedules-drawer"

/** What happens by itself: changes are sent at once, these catch what is left. */
export function SchedulesSection({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title="Schedules"
      actions={
        <Button size="small" variant="secondary" onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      {channel.schedules.map(({ job, interval_seconds, next_run_at }) => (
        <FactRow key={job} label={jobWords[job]}>
          every {duration(interval_seconds * 1000)}, next{" "}
          <RelativeTime at={next_run_at} never="when resumed" />
        </FactRow>
      ))}
      {editing && <SchedulesDrawer channel={channel} onClose={() => setEditing(false)} />}
    </Section>
  )
}
