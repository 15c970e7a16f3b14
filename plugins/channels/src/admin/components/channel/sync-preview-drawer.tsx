import { Button, Drawer, Text, toast } from "@medusajs/ui"
import { useSyncChannel } from "../../hooks/channels"
import { useSyncPreview } from "../../hooks/rules"
import { toastFailure } from "../../lib/failure"
import type { Preview } from "../../lib/rules-wire"
import type { Channel } from "../../lib/wire"
import { PreviewCounts, PreviewRows } from "../rules/preview-facts"
import { EmptyState, Loaded } from "../states"

/** What a full comparison would send, before it is made. */
export function SyncPreviewDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const preview = useSyncPreview(channel.id)
  const sync = useSyncChannel(channel.id)
  const send = () =>
    sync.mutate("stock", {
      onSuccess: () => {
        toast.success("The comparison is started", { description: "What differs is sent." })
        onClose()
      },
      onError: toastFailure("Nothing was started"),
    })
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>What a sync would change</Drawer.Title>
          <Drawer.Description>
            Every listing, as its stock and rules are now, beside what {channel.marketplace_name} took last.
            Nothing is sent yet.
          </Drawer.Description>
        </Drawer.Header>
        <Drawer.Body className="flex flex-1 flex-col gap-y-4 overflow-y-auto">
          <Loaded query={preview}>
            {({ preview }) => <Difference channel={channel} preview={preview} />}
          </Loaded>
        </Drawer.Body>
        <Drawer.Footer className="flex-wrap">
          <Button
            size="small"
            variant="secondary"
            isLoading={preview.isFetching}
            onClick={() => void preview.refetch()}
          >
            Look again
          </Button>
          <Button
            size="small"
            isLoading={sync.isPending}
            disabled={channel.state === "paused"}
            onClick={send}
          >
            Compare and send now
          </Button>
        </Drawer.Footer>
      </Drawer.Content>
    </Drawer>
  )
}

function Difference({ channel, preview }: { channel: Channel; preview: Preview }) {
  if (preview.rows.length === 0) {
    return (
      <EmptyState
        title="Nothing would change"
        hint="The marketplace took what every listing should show. Paused listings, and figures it refused, are left out."
      />
    )
  }
  return (
    <>
      <PreviewCounts preview={preview} />
      {channel.brake_percent !== null && (
        <Text size="small" className="text-ui-fg-subtle">
          If more than {channel.brake_percent} % of the listings go to zero, up, or off sale at once, the
          brake stops that and asks you.
        </Text>
      )}
      <PreviewRows preview={preview} headers={["Shows", "Would show"]} />
    </>
  )
}
