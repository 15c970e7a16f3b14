import type { Sql } from "../data-source"
import { figuresOf } from "../figures"
import type { RulesInForce } from "./decided"

/** Why availability is not known, so that nothing new is published. */
export type UnknownBecause = "inventory_not_managed" | "no_location" | "kit_out_of_step"

export interface FoundRules {
  /** Null when stock decides. */
  rule: UnknownBecause | null
  /** Why a kit's recipe could not follow its parts. */
  kit_refusal: string | null
  rules: RulesInForce
}

/** The rules that decide over a listing's figure now, from the statement that computes it. Undefined when there is no such listing. */
export async function findRules(
  sql: Sql,
  listingId: string,
  maxByMarketplace: Record<string, number>,
): Promise<FoundRules | undefined> {
  const rows = await sql.query<FoundRules["rules"] & Omit<FoundRules, "rules"> & HoldColumns>(
    `with ${figuresOf("l.id = $2")}
     select rule, kit_refusal, location_mode, share_percent, buffer, buffer_percent, buffer_mode, minimum, cap, marketplace_max,
       when_sold_out, paused, coalesce(own, '{}') as own, held, hold_units, hold_until, hold_reason,
       case when measured_buffer is not null then jsonb_build_object('buffer', measured_buffer,
         'sets_per_hour', sets_per_hour, 'delay_seconds', delay_seconds, 'oversell_chance', oversell_chance)
       end as measured
     from figure`,
    [JSON.stringify(maxByMarketplace), listingId],
  )
  const [row] = rows
  if (!row) return undefined
  const { rule, kit_refusal, held, hold_units, hold_until, hold_reason, ...rules } = row
  const hold = held ? { units: hold_units, until: hold_until, reason: hold_reason } : null
  return { rule, kit_refusal, rules: { ...rules, hold } }
}

interface HoldColumns {
  held: boolean
  hold_units: number | null
  hold_until: Date
  hold_reason: string | null
}
