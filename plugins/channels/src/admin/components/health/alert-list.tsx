import { Button, StatusBadge, Text, toast } from "@medusajs/ui"
import type { ReactNode } from "react"
import { Link } from "react-router-dom"
import { useSyncChannel } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import type { HealthAlert } from "../../lib/health-wire"
import { RelativeTime } from "../relative-time"
import { EmptyState } from "../states"

/** What is wrong now, each with what mends it. */
export function AlertList({ alerts, channels }: { alerts: HealthAlert[]; channels: number }) {
  if (alerts.length === 0) {
    const hint =
      channels === 0
        ? "No channel is connected yet. As soon as one is, this page tells how it keeps up."
        : "Orders are read and figures are accepted in time. When something is wrong, it stands here, and the bell rings."
    return <EmptyState title="All well" hint={hint} />
  }
  return (
    <ul className="divide-y">
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} />
      ))}
    </ul>
  )
}

const AlertItem = ({ alert }: { alert: HealthAlert }) => (
  <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-6 py-4">
    <div className="min-w-0 flex-1 basis-[280px]">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusBadge color={alert.severity === "error" ? "red" : "orange"}>
          {alert.severity === "error" ? "Error" : "Warning"}
        </StatusBadge>
        <Text size="small" weight="plus">
          {alert.title}
        </Text>
      </div>
      <Text size="small" className="text-ui-fg-subtle mt-1 text-pretty break-words">
        {alert.message} It began <RelativeTime at={alert.opened_at} />.
      </Text>
    </div>
    <Remedy alert={alert} />
  </li>
)

/** Where the cause is mended: a page, a part of this one, or a button. */
function Remedy({ alert }: { alert: HealthAlert }): ReactNode {
  const channel = alert.channel_id ?? ""
  const listings = `/channels/listings?channel_id=${channel}`
  switch (alert.kind) {
    case "stale":
    case "gate":
      return <ReadOrders channelId={channel} />
    case "auth":
      return <Leading to={`/channels/${channel}`}>Replace credentials</Leading>
    case "drifting":
      return <Leading to={listings}>Show listings</Leading>
    case "refused":
      return <Leading to={`${listings}&filter=refused`}>Show refused</Leading>
    case "brake":
      return <Leading to="#brakes">Look and decide</Leading>
    case "dead":
      return <Leading to={`/channels/inbox?state=dead&channel_id=${channel}`}>Open inbox</Leading>
    case "unknown_availability":
      return alert.subject === "no_location" ? (
        <Leading to="/settings/sales-channels">Choose locations</Leading>
      ) : (
        <Leading to={listings}>Show listings</Leading>
      )
    case "finding":
      return <Leading to="#findings">Show finding</Leading>
  }
}

const Leading = ({ to, children }: { to: string; children: ReactNode }) => (
  <Button size="small" variant="secondary" asChild>
    {to.startsWith("#") ? <a href={to}>{children}</a> : <Link to={to}>{children}</Link>}
  </Button>
)

function ReadOrders({ channelId }: { channelId: string }) {
  const sync = useSyncChannel(channelId)
  const start = () =>
    sync.mutate("orders", {
      onSuccess: () => void toast.success("Reading orders: started"),
      onError: toastFailure("Nothing was started"),
    })
  return (
    <div className="flex flex-wrap gap-2">
      <Leading to={`/channels/${channelId}`}>Open channel</Leading>
      <Button size="small" variant="secondary" isLoading={sync.isPending} onClick={start}>
        Read orders now
      </Button>
    </div>
  )
}
