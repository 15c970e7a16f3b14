import { counted, grouped } from "./format"
import type { OwnRules } from "./rules-wire"

type RuleName = keyof OwnRules

export const ruleLabels: Record<RuleName, string> = {
  share_percent: "Share",
  buffer: "Buffer in pieces",
  buffer_percent: "Buffer in percent",
  buffer_mode: "Buffer",
  oversell_chance: "Chance of overselling",
  minimum: "Minimum",
  cap: "Cap",
  when_sold_out: "When sold out",
}

export const ruleNames = Object.keys(ruleLabels) as RuleName[]

const said: { [Name in RuleName]: (value: NonNullable<OwnRules[Name]>) => string } = {
  share_percent: (value) => `${value} % of what is available`,
  buffer: (value) => (value === 0 ? "none" : `${counted(value, "piece")} held back`),
  buffer_percent: (value) => (value === 0 ? "none" : `${value} % of what is available held back`),
  buffer_mode: (value) => (value === "measured" ? "measured by what sells" : "fixed"),
  oversell_chance: (value) => oneIn(value),
  minimum: (value) => (value === 0 ? "none" : `fewer than ${grouped(value)} show as zero`),
  cap: (value) => `at most ${grouped(value)}`,
  when_sold_out: (value) => (value === "end" ? "the listing goes off sale" : "it shows zero"),
}

/** Pure: "50 % of what is available"; null where there is no such rule. */
export function ruleInWords<Name extends RuleName>(name: Name, rules: Pick<OwnRules, Name>): string | null {
  const value = rules[name]
  return value === null ? null : said[name](value)
}

/** Pure: "1 in 1 000". */
export const oneIn = (chance: number) => `1 in ${grouped(Math.round(1 / chance))}`

export interface BufferRules {
  buffer: number
  buffer_percent: number
  buffer_mode: "fixed" | "measured"
  oversell_chance: number
}

/** Pure: everything that is held back, in a sentence. */
export function bufferInWords({ buffer, buffer_percent, buffer_mode, oversell_chance }: BufferRules): string {
  const parts = [
    buffer > 0 && counted(buffer, "piece"),
    buffer_percent > 0 && `${buffer_percent} % of what is available`,
  ].filter((part) => part !== false)
  const fixed = parts.length === 0 ? "none" : `${parts.join(" and ")} held back`
  return buffer_mode === "fixed"
    ? fixed
    : `measured, so that ${oneIn(oversell_chance)} changes oversells; where nothing has sold yet: ${fixed}`
}
