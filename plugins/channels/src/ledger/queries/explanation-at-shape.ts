import { z } from "zod"
import { explanation } from "./explanation-shape"
import { listing } from "./listings"
import { ledgerId, moment } from "./shape"

const { locations, reservations, reservation_count, rules, sum, last_answer } = explanation.shape

/** What of a past moment the ledger cannot tell, because it was not written down then. */
export const untold = z.enum(["mapping", "recipe", "decision", "read_mark"])

const sent = {
  push_id: ledgerId,
  sent_at: moment,
  /** The marketplace's own name for the call, where it answers later. */
  batch: z.string().nullable(),
}
const sentFigure = z.object({ ...sent, value: z.int() })
const sentOffer = z.object({ ...sent, on_sale: z.boolean() })

/** With the marketplace's words. */
const taken = { accepted_at: moment, message: z.string().nullable() }

/** Why a listing showed the figure it showed at a moment. */
export const explanationAt = z.object({
  at: moment,
  /** Stock movements are complete since then. */
  known_since: moment,
  /** As it is today, without its figures of today. */
  listing: listing.pick({
    id: true,
    channel_id: true,
    channel_name: true,
    marketplace: true,
    external_id: true,
    title: true,
    sku: true,
    image_url: true,
    url: true,
  }),
  /** The variant it was mapped to then. */
  variant: z.object({ id: z.string(), title: z.string().nullable(), sku: z.string().nullable() }).nullable(),
  locations,
  reservations,
  reservation_count,
  /** What lay there then, in sets of what the variant was made of; null when it was made of nothing. */
  stock: z.object({ on_hand: z.number(), reserved: z.number(), available: z.number() }).nullable(),
  /** The figure that was in force: decided from the stock of a moment before, by these rules. */
  decision: z
    .object({
      decided_at: moment,
      desired: z.int().nullable(),
      /** Why nothing was published whatever the stock; null when stock decided. */
      withheld: z.string().nullable(),
      rules: rules.nullable(),
      sum,
    })
    .nullable(),
  /** What the marketplace had taken by then. */
  accepted: sentFigure.extend(taken).nullable(),
  /** What had been sent and had no answer yet. */
  on_its_way: sentFigure.nullable(),
  /** The newest answer by then, of whatever kind. */
  last_answer: last_answer.unwrap().extend({ answered_at: moment }).nullable(),
  offer: z.object({
    /** False while it was off sale by the rule for what is sold out. */
    on_sale: z.boolean(),
    /** Null where that rule had never taken it off, as far as that is kept. */
    since: moment.nullable(),
    /** The push that took it off or put it back; null where somebody put it back over there. */
    accepted: sentOffer.extend(taken).nullable(),
    on_its_way: sentOffer.nullable(),
    /** The newest answer by then, where that was a refusal. */
    refused: sentOffer
      .extend({ code: z.string().nullable(), message: z.string().nullable(), answered_at: moment })
      .nullable(),
  }),
  untold: z.array(untold),
})

export type ExplanationAt = z.output<typeof explanationAt>
