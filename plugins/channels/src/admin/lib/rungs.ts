import type { Explanation } from "./wire"

export interface Rung {
  sign: string
  label: string
  value: number
  total?: boolean
}

/** Why nothing goes out whatever the sum says; null where the sum decides. */
export type Ladder = Pick<Explanation, "sum" | "rules"> & { withheld: string | null }

/** Pure: the sum line by line; a rule that changes nothing is left out. */
export function rungsOf({ sum, rules, withheld }: Ladder): Rung[] {
  if (!sum) return []
  const limitedBy =
    rules.cap !== null && rules.cap <= rules.marketplace_max ? "Cap" : "Marketplace's own limit"
  const rungs: (Rung | false)[] = [
    { sign: "", label: "On hand", value: sum.on_hand },
    { sign: "−", label: "Reserved", value: sum.reserved },
    sum.available !== sum.in_all && { sign: "→", label: "At the one best location", value: sum.available },
    { sign: "=", label: "Available", value: sum.available, total: true },
    rules.hold !== null && { sign: "−", label: "Held back", value: sum.available - sum.after_hold },
    rules.share_percent !== 100 && {
      sign: "→",
      label: `Share of ${rules.share_percent} %`,
      value: sum.after_share,
    },
    sum.buffer !== 0 && { sign: "−", label: "Buffer", value: sum.buffer },
    sum.after_buffer < 0 && { sign: "→", label: "Never below", value: 0 },
    sum.after_minimum < sum.after_buffer && {
      sign: "→",
      label: `Fewer than the minimum of ${rules.minimum}`,
      value: 0,
    },
    sum.limit < sum.after_minimum && { sign: "→", label: limitedBy, value: sum.limit },
    {
      sign: "=",
      label: withheld === null ? "Publishes" : "Would publish",
      value: sum.publishable,
      total: true,
    },
  ]
  return rungs.filter((rung) => rung !== false)
}
