import type { Explanation } from "./wire"

export interface Rung {
  sign: string
  label: string
  value: number
  total?: boolean
}

/** Pure: the sum line by line; a rule that changes nothing is left out. */
export function rungsOf({ sum, rules }: Pick<Explanation, "sum" | "rules">): Rung[] {
  if (!sum) return []
  const afterFloor = Math.max(0, sum.after_buffer)
  const limitedBy =
    rules.cap !== null && rules.cap <= rules.marketplace_max ? "Cap" : "Marketplace's own limit"
  const rungs: (Rung | false)[] = [
    { sign: "", label: "On hand", value: sum.on_hand },
    { sign: "−", label: "Reserved", value: sum.reserved },
    { sign: "=", label: "Available", value: sum.available, total: true },
    rules.share_percent !== 100 && {
      sign: "→",
      label: `Share of ${rules.share_percent} %`,
      value: sum.after_share,
    },
    rules.buffer !== 0 && { sign: "−", label: "Buffer", value: rules.buffer },
    sum.after_buffer < 0 && { sign: "→", label: "Never below", value: 0 },
    sum.limit < afterFloor && { sign: "→", label: limitedBy, value: sum.limit },
    { sign: "=", label: "Publishes", value: sum.publishable, total: true },
  ]
  return rungs.filter((rung) => rung !== false)
}
