import { z } from "zod"
import { listingRuleNames } from "../figures"
import { applyRules, type PublishRules, type RuleSum } from "./publishable"
import { moment } from "./shape"

export const bufferModes = ["fixed", "measured"] as const
export const locationModes = ["split", "single"] as const
export const soldOutModes = ["zero", "end"] as const

/** What is held back of a listing for a time; `units` null holds everything. */
export const hold = z.object({
  units: z.int().nullable(),
  until: moment,
  reason: z.string().nullable(),
})

/** What a buffer was measured by: the formula is in ledger/figures.ts. */
export const measuredBuffer = z.object({
  /** Pieces. */
  buffer: z.int(),
  sets_per_hour: z.number(),
  delay_seconds: z.number(),
  oversell_chance: z.number(),
})

/** Every rule that decided over a figure, its own or its channel's. */
export const rulesInForce = z.object({
  location_mode: z.enum(locationModes),
  hold: hold.nullable(),
  share_percent: z.number(),
  buffer: z.number(),
  buffer_percent: z.number(),
  buffer_mode: z.enum(bufferModes),
  /** Null where the buffer is fixed, or where nothing has sold to measure it by: then the fixed one holds. */
  measured: measuredBuffer.nullable(),
  minimum: z.number(),
  cap: z.number().nullable(),
  marketplace_max: z.number(),
  when_sold_out: z.enum(soldOutModes),
  /** The listing is paused by itself: its figure is computed, and not sent. */
  paused: z.boolean(),
  /** Which of these rules are the listing's own. */
  own: z.array(z.enum(listingRuleNames)),
})

export type RulesInForce = z.output<typeof rulesInForce>

/** As `reasonOf` writes it: neutral rules are left out. */
const reason = z.object({
  rule: z.string().optional(),
  available: z.number().optional(),
  in_all: z.number().optional(),
  location_mode: z.enum(locationModes).default("split"),
  hold: z
    .object({
      units: z.int().nullable().default(null),
      until: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
      reason: z.string().nullable().default(null),
    })
    .nullable()
    .default(null),
  share_percent: z.number().default(100),
  buffer: z.number().default(0),
  buffer_percent: z.number().default(0),
  buffer_mode: z.enum(bufferModes).default("fixed"),
  measured: measuredBuffer.nullable().default(null),
  minimum: z.number().default(0),
  cap: z.number().nullable().default(null),
  marketplace_max: z.number().default(2_147_483_647),
  when_sold_out: z.enum(soldOutModes).default("zero"),
  paused: z.boolean().default(false),
  own: z.array(z.enum(listingRuleNames)).default([]),
})

export type Decided =
  /** Nothing was published: stock did not decide. */
  { rule: string; rules: null; sum: null } | { rule: null; rules: RulesInForce; sum: DecidedSum }

/** The ladder of a past figure, from what was available on. */
export type DecidedSum = { in_all: number; available: number } & RuleSum

/** What the pure formula needs of the rules in force. */
export const publishRules = ({ measured, ...rules }: RulesInForce): PublishRules => ({
  ...rules,
  measured_buffer: measured?.buffer ?? null,
})

/** Pure: what decided a figure, with every step of it, from the `reason` of an aspect or a decision. */
export function readDecided(stored: unknown): Decided {
  const { rule, available, in_all, ...rules } = reason.parse(stored)
  if (rule !== undefined || available === undefined)
    return { rule: rule ?? "unknown", rules: null, sum: null }
  const sum = { in_all: in_all ?? available, available, ...applyRules(available, publishRules(rules)) }
  return { rule: null, rules, sum }
}
