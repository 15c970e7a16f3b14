import { z } from "zod"
import { bufferModes, hold, locationModes, rulesInForce, soldOutModes } from "../../ledger/queries/decided"
import { ledgerId, moment } from "../../ledger/queries/shape"
import { momentText } from "./common"

const percent = z.int().min(0).max(100)
const pieces = z.int().min(0).max(2_000_000_000)

/** Rules that a channel has, and that a listing may have of its own. */
const ruleFields = {
  share_percent: percent,
  buffer: pieces,
  buffer_percent: percent,
  buffer_mode: z.enum(bufferModes),
  /** One in a million at least: beyond that no measurement says anything. */
  oversell_chance: z.number().min(0.000001).max(0.5),
  minimum: pieces,
  cap: pieces.nullable(),
  when_sold_out: z.enum(soldOutModes),
}

/** Of a channel; what is left out stays as it is. Which locations an order may take is not a single listing's to say. */
export const channelRulesBody = z.object({ ...ruleFields, location_mode: z.enum(locationModes) }).partial()

export const channelRulesView = {
  share_percent: z.number(),
  buffer: z.number(),
  buffer_percent: z.number(),
  buffer_mode: z.enum(bufferModes),
  oversell_chance: z.number(),
  minimum: z.number(),
  cap: z.number().nullable(),
  location_mode: z.enum(locationModes),
  when_sold_out: z.enum(soldOutModes),
}

/** Of a listing: null is the channel's; what is left out stays as it is. */
export const listingRulesBody = z.object({
  share_percent: ruleFields.share_percent.nullish(),
  buffer: ruleFields.buffer.nullish(),
  buffer_percent: ruleFields.buffer_percent.nullish(),
  buffer_mode: ruleFields.buffer_mode.nullish(),
  oversell_chance: ruleFields.oversell_chance.nullish(),
  minimum: ruleFields.minimum.nullish(),
  cap: ruleFields.cap.optional(),
  when_sold_out: ruleFields.when_sold_out.nullish(),
  /** Held back until `hold_until`: so many pieces, or all of them when null. */
  hold_units: pieces.nullish(),
  /** Null ends the hold. */
  hold_until: momentText
    .refine(
      (until) => until.getTime() > Date.now(),
      "hold_until has passed already; a hold ends in the future",
    )
    .nullish(),
  hold_reason: z.string().trim().max(500).nullish(),
  /** Its figure is computed, and not sent. */
  paused: z.boolean().optional(),
})

export const listingRulesAnswer = z.object({
  /** The listing's own; null is the channel's. */
  own: z.object({
    share_percent: z.number().nullable(),
    buffer: z.number().nullable(),
    buffer_percent: z.number().nullable(),
    buffer_mode: z.enum(bufferModes).nullable(),
    oversell_chance: z.number().nullable(),
    minimum: z.number().nullable(),
    cap: z.number().nullable(),
    when_sold_out: z.enum(soldOutModes).nullable(),
    hold: hold.nullable(),
    paused: z.boolean(),
  }),
  updated_at: moment.nullable(),
  updated_by: z.string().nullable(),
  channel: z.object(channelRulesView),
  /** What holds for it now, measures included. */
  in_force: rulesInForce,
})

export const previewAnswer = z.object({
  preview: z.object({
    listings: z.int(),
    rises: z.int(),
    /** Lower, and above zero. */
    falls: z.int(),
    to_zero: z.int(),
    stays: z.int(),
    /** They go off sale by the rule for what is sold out, or come back, whatever becomes of their figure. */
    ends: z.int(),
    returns: z.int(),
    /** The first 50 of those that change: first what goes to zero, then what falls, rises, and only ends or returns. */
    rows: z.array(
      z.object({
        listing_id: ledgerId,
        sku: z.string().nullable(),
        title: z.string(),
        /** Of rules: what it should show by the present ones. Of a sync: what the marketplace took or was seen to show. */
        now: z.int().nullable(),
        then: z.int().nullable(),
        kind: z.enum(["to_zero", "falls", "rises", "stays"]),
        offer: z.enum(["ends", "returns"]).nullable(),
      }),
    ),
  }),
})
