import { ArrowPath, EllipsisHorizontal } from "@medusajs/icons"
import { Button, DropdownMenu, IconButton, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useNavigate } from "react-router-dom"
import { useDeleteChannel, useSyncChannel, useTestChannel, useUpdateChannel } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import type { Channel, SyncWish, VerifyAnswer } from "../../lib/wire"
import { CredentialsDrawer } from "./credentials-drawer"
import { SyncPreviewDrawer } from "./sync-preview-drawer"

const wishes: [SyncWish, string][] = [
  ["all", "Everything"],
  ["orders", "Read orders"],
  ["stock", "Compare stock"],
  ["shown", "Read back what is shown"],
  ["listings", "Read listings"],
]

export const ChannelActions = ({ channel }: { channel: Channel }) => (
  <div className="flex flex-wrap items-center gap-2">
    <PauseButton channel={channel} />
    <TestButton channel={channel} />
    <PreviewSyncButton channel={channel} />
    <SyncMenu channel={channel} />
    <MoreMenu channel={channel} />
  </div>
)

function PauseButton({ channel }: { channel: Channel }) {
  const update = useUpdateChannel(channel.id)
  const [state, words] =
    channel.state === "active" ? (["paused", "Pause"] as const) : (["active", "Resume"] as const)
  return (
    <Button
      size="small"
      variant="secondary"
      isLoading={update.isPending}
      onClick={() => update.mutate({ state }, { onError: toastFailure(`${words} did not work`) })}
    >
      {words}
    </Button>
  )
}

function TestButton({ channel }: { channel: Channel }) {
  const test = useTestChannel(channel.id)
  const show = (answer: VerifyAnswer) =>
    answer.connected
      ? toast.success("The connection works", { description: answer.account })
      : toast.error("The connection does not work", { description: answer.message })
  return (
    <Button
      size="small"
      variant="secondary"
      isLoading={test.isPending}
      onClick={() =>
        test.mutate(undefined, {
          onSuccess: (answer) => void show(answer),
          onError: toastFailure("The test could not be made"),
        })
      }
    >
      <span>
        Test<span className="max-sm:hidden"> connection</span>
      </span>
    </Button>
  )
}

function PreviewSyncButton({ channel }: { channel: Channel }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" variant="secondary" onClick={() => setOpen(true)}>
        Preview sync
      </Button>
      {open && <SyncPreviewDrawer channel={channel} onClose={() => setOpen(false)} />}
    </>
  )
}

function SyncMenu({ channel }: { channel: Channel }) {
  const sync = useSyncChannel(channel.id)
  const start = (wish: SyncWish, words: string) =>
    sync.mutate(wish, {
      onSuccess: () => void toast.success(`${words}: started`),
      onError: toastFailure("Nothing was started"),
    })
  return (
    <DropdownMenu>
      <DropdownMenu.Trigger asChild>
        <Button size="small" disabled={channel.state === "paused"} isLoading={sync.isPending}>
          <ArrowPath />
          Sync now
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end">
        {wishes.map(([wish, words]) => (
          <DropdownMenu.Item key={wish} onClick={() => start(wish, words)}>
            {words}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}

function MoreMenu({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false)
  const navigate = useNavigate()
  const prompt = usePrompt()
  const remove = useDeleteChannel(channel.id)

  const confirmDelete = async () => {
    const agreed = await prompt({
      title: `Delete ${channel.name}?`,
      description:
        "Nothing is read from or sent to the marketplace any more; its figures stay as they are there. Orders and history remain here.",
      confirmText: "Delete",
      cancelText: "Cancel",
      verificationText: channel.name,
    })
    if (!agreed) return
    remove.mutate(undefined, {
      onSuccess: () => void navigate("/channels"),
      onError: toastFailure("The channel was not deleted"),
    })
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenu.Trigger asChild>
          <IconButton size="small" variant="transparent" aria-label="More">
            <EllipsisHorizontal />
          </IconButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Content align="end">
          <DropdownMenu.Item onClick={() => setEditing(true)}>Replace credentials</DropdownMenu.Item>
          <DropdownMenu.Separator />
          <DropdownMenu.Item className="text-ui-fg-error" onClick={() => void confirmDelete()}>
            Delete channel
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu>
      {editing && <CredentialsDrawer channel={channel} onClose={() => setEditing(false)} />}
    </>
  )
}
