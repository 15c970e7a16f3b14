import { Tooltip } from "@medusajs/ui"
import { relative } from "../lib/format"
import { useNow } from "../lib/live"

interface RelativeTimeProps {
  at: string | null
  /** Shown when it never happened. */
  never?: string
}

/** "12 s ago", counting on; the exact moment on hover. */
export function RelativeTime({ at, never = "never" }: RelativeTimeProps) {
  const now = useNow()
  if (at === null) return <span className="text-ui-fg-muted">{never}</span>
  return (
    <Tooltip content={new Date(at).toLocaleString()}>
      <time dateTime={at} className="whitespace-nowrap">
        {relative(at, now)}
      </time>
    </Tooltip>
  )
}
