import { applyRules, noRules, type PublishRules } from "../../ledger/queries/publishable"

type Rules = Pick<PublishRules, "share_percent" | "buffer" | "buffer_percent" | "minimum" | "cap"> & {
  buffer_mode: "fixed" | "measured"
  /** Null where it is not known. */
  marketplace_max: number | null
}

/** "Of 100 available pieces this channel offers 46": the rules, worked through once. */
export function ruleExample({ marketplace_max, buffer_mode, ...rules }: Rules): string {
  const limits = marketplace_max === null ? {} : { marketplace_max }
  const { publishable } = applyRules(100, { ...noRules, ...rules, ...limits })
  const where = buffer_mode === "measured" ? " of what has not sold yet" : ""
  return `Of 100 available pieces${where} this channel offers ${publishable}.`
}
