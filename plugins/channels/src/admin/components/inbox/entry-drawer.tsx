import { Alert, Drawer, Text } from "@medusajs/ui"
import { useInboxEntry } from "../../hooks/inbox"
import type { InboxDetail } from "../../lib/wire"
import { RelativeTime } from "../relative-time"
import { InboxBadge } from "../state-badges"
import { Loaded } from "../states"
import { ReplayButton } from "./replay-button"

/** One received fact: its reason, and its body with people masked. */
export const EntryDrawer = ({ id, onClose }: { id: string; onClose: () => void }) => (
  <Drawer open onOpenChange={(open) => !open && onClose()}>
    <Drawer.Content>
      <Drawer.Header>
        <Drawer.Title>Inbox entry {id}</Drawer.Title>
        <Drawer.Description className="sr-only">What was received, and what came of it</Drawer.Description>
      </Drawer.Header>
      <Drawer.Body className="flex flex-1 flex-col gap-y-4 overflow-y-auto">
        <Loaded query={useInboxEntry(id)}>{({ entry }) => <EntryFacts entry={entry} />}</Loaded>
      </Drawer.Body>
    </Drawer.Content>
  </Drawer>
)

const EntryFacts = ({ entry }: { entry: InboxDetail }) => (
  <>
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <InboxBadge state={entry.state} />
        <Text size="small" className="text-ui-fg-subtle">
          received <RelativeTime at={entry.received_at} /> by {entry.source}, happened{" "}
          <RelativeTime at={entry.occurred_at} />
        </Text>
      </div>
      {entry.state !== "pending" && <ReplayButton ids={[entry.id]} />}
    </div>
    {entry.error && <Alert variant="error">{entry.error}</Alert>}
    {entry.result && <Text size="small">{entry.result}</Text>}
    <pre className="bg-ui-bg-component border-ui-border-base txt-compact-xsmall overflow-x-auto whitespace-pre-wrap break-all rounded-md border p-3 font-mono">
      {entry.body.text}
    </pre>
    {entry.body.truncated && (
      <Text size="xsmall" className="text-ui-fg-subtle">
        Only the beginning is shown.
      </Text>
    )}
  </>
)
