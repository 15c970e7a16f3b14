import { contradictionOf, type BoundRules } from "../../engine/stock/rules"
import type { ChannelRules, OwnRules } from "./rules-wire"

const numbers = ["share_percent", "buffer", "buffer_percent", "oversell_chance", "minimum", "cap"] as const
export type NumberRule = (typeof numbers)[number]

/** Rules as somebody types them; "" is none of one's own. The chance of overselling is typed as "1 in so many". */
export interface RuleTexts extends Record<NumberRule, string> {
  buffer_mode: "" | "fixed" | "measured"
  when_sold_out: "" | "zero" | "end"
}

export interface ReadRules {
  /** Undefined while something is wrong. */
  rules: OwnRules | undefined
  errors: Partial<Record<keyof RuleTexts, string>>
}

/** Pure: what the fields of a form hold at first. */
export function textsOf(rules: OwnRules): RuleTexts {
  const text = (value: number | null) => (value === null ? "" : String(value))
  return {
    share_percent: text(rules.share_percent),
    buffer: text(rules.buffer),
    buffer_percent: text(rules.buffer_percent),
    oversell_chance: text(rules.oversell_chance && Math.round(1 / rules.oversell_chance)),
    minimum: text(rules.minimum),
    cap: text(rules.cap),
    buffer_mode: rules.buffer_mode ?? "",
    when_sold_out: rules.when_sold_out ?? "",
  }
}

interface Bound {
  least: number
  most: number
  read: (value: number) => number
}

const same = (value: number) => value
const percent: Bound = { least: 0, most: 100, read: same }
const pieces: Bound = { least: 0, most: 2_000_000_000, read: same }

const bounds: Record<NumberRule, Bound> = {
  share_percent: percent,
  buffer: pieces,
  buffer_percent: percent,
  oversell_chance: { least: 2, most: 1_000_000, read: (oneIn) => 1 / oneIn },
  minimum: pieces,
  cap: pieces,
}

/**
 * Pure: the rules that were typed, and what is wrong with them. `channel` holds where a listing has none of its own; without
 * it they are a channel's, and only the cap may be left empty.
 */
export function readRules(texts: RuleTexts, channel?: BoundRules): ReadRules {
  const errors: ReadRules["errors"] = {}
  const rules: OwnRules = {
    ...noNumbers,
    buffer_mode: texts.buffer_mode || null,
    when_sold_out: texts.when_sold_out || null,
  }
  for (const name of numbers) {
    const value = numberOf(texts[name], bounds[name], { emptyToo: channel !== undefined || name === "cap" })
    if (value === undefined) errors[name] = wordsFor(bounds[name])
    else rules[name] = value
  }
  if (Object.keys(errors).length > 0) return { rules: undefined, errors }
  const contradiction = contradictionIn(rules, channel)
  return contradiction ? { rules: undefined, errors: contradiction } : { rules, errors }
}

const noNumbers: Record<NumberRule, null> = {
  share_percent: null,
  buffer: null,
  buffer_percent: null,
  oversell_chance: null,
  minimum: null,
  cap: null,
}

function numberOf(
  text: string,
  { least, most, read }: Bound,
  { emptyToo }: { emptyToo: boolean },
): number | null | undefined {
  const typed = text.trim()
  if (typed === "") return emptyToo ? null : undefined
  const value = /^\d{1,10}$/.test(typed) ? Number(typed) : Number.NaN
  return value >= least && value <= most ? read(value) : undefined
}

const wordsFor = ({ least, most }: Bound) =>
  most === pieces.most ? `A whole number, ${least} or more.` : `A whole number from ${least} to ${most}.`

/** What no figure could keep to is said at the field that is the easiest to mend. */
function contradictionIn(own: OwnRules, channel?: BoundRules): ReadRules["errors"] | undefined {
  const bound: BoundRules = {
    share_percent: own.share_percent ?? channel?.share_percent ?? 100,
    minimum: own.minimum ?? channel?.minimum ?? 0,
    cap: own.cap ?? channel?.cap ?? null,
  }
  const message = contradictionOf(bound)
  if (message === undefined) return undefined
  return bound.share_percent === 0 ? { share_percent: message } : { cap: message }
}

/** Pure: only what was typed anew, so that nothing else is written over; undefined when that is nothing. */
export function changedRules(
  before: RuleTexts,
  after: RuleTexts,
  rules: OwnRules,
): Partial<OwnRules> | undefined {
  const names = (Object.keys(before) as (keyof RuleTexts)[]).filter(
    (name) => before[name].trim() !== after[name].trim(),
  )
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name) => [name, rules[name]]))
}

/** Pure: a channel's rules are all there, but for the cap. */
export function asChannelRules(changed: Partial<OwnRules>): Partial<Omit<ChannelRules, "location_mode">> {
  const { cap, ...rest } = changed
  const told = Object.entries(rest).filter(([, value]) => value !== null)
  return { ...Object.fromEntries(told), ...(cap !== undefined && { cap }) }
}
