import { StatusBadge } from "@medusajs/ui"
import type { Pace } from "../../lib/health-wire"

const looks: Record<Pace, ["green" | "orange" | "red", string]> = {
  ok: ["green", "OK"],
  late: ["orange", "Late"],
  stuck: ["red", "Stuck"],
}

export function PaceBadge({ pace }: { pace: Pace }) {
  const [color, words] = looks[pace]
  return (
    <StatusBadge color={color} className="whitespace-nowrap">
      {words}
    </StatusBadge>
  )
}
