import type { Channel } from "./wire"

type Rules = Pick<Channel, "share_percent" | "buffer" | "cap" | "marketplace_max">

/** "Of 100 available pieces this channel offers 46": the rules, worked through once. */
export function ruleExample({ share_percent, buffer, cap, marketplace_max }: Rules): string {
  const offered = Math.max(0, share_percent - buffer)
  const limit = Math.min(cap ?? Number.MAX_SAFE_INTEGER, marketplace_max ?? Number.MAX_SAFE_INTEGER)
  return `Of 100 available pieces this channel offers ${Math.min(offered, limit)}.`
}
