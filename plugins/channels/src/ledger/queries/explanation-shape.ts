import { z } from "zod"
import { rulesInForce } from "./decided"
import { listing } from "./listings"
import { push, pushItem } from "./pushes"
import { ledgerId, moment } from "./shape"

const componentStock = z.object({
  inventory_item_id: z.string(),
  sku: z.string().nullable(),
  title: z.string().nullable(),
  required_quantity: z.number(),
  stocked: z.number(),
  reserved: z.number(),
  available: z.number(),
})

const locationStock = z.object({
  location_id: z.string(),
  location_name: z.string(),
  /** False when the location does not keep every component; then it counts for nothing. */
  counts: z.boolean(),
  components: z.array(componentStock),
})

const reservation = z.object({
  id: z.string(),
  inventory_item_id: z.string(),
  sku: z.string().nullable(),
  location_id: z.string(),
  location_name: z.string().nullable(),
  quantity: z.number(),
  created_at: moment,
  description: z.string().nullable(),
  line_item_id: z.string().nullable(),
  order_id: z.string().nullable(),
  order_display_id: z.int().nullable(),
  /** The marketplace's number, for an order that came from one. */
  order_external_id: z.string().nullable(),
  channel_name: z.string().nullable(),
})

/** Why a listing shows the figure it shows. */
export const explanation = z.object({
  listing,
  /** In their order, which is that of `applyRules` in publishable.ts. */
  rules: rulesInForce,
  channel_state: z.enum(["active", "paused"]),
  /** Why nothing is published, whatever the stock; null when stock decides. */
  withheld: z
    .enum([
      "not_mapped",
      "variant_deleted",
      "inventory_not_managed",
      "no_location",
      "kit_out_of_step",
      "not_pushable",
    ])
    .nullable(),
  /** Why the recipe of a kit that is out of step could not follow its parts; null while it still may. */
  kit_refusal: z.string().nullable(),
  locations: z.array(locationStock),
  reservations: z.array(reservation),
  /** All there are, also when `reservations` stops at its limit. */
  reservation_count: z.int(),
  /** Null when the stock is not known or not ours to publish. */
  sum: z
    .object({
      on_hand: z.number(),
      reserved: z.number(),
      /** Over all locations. */
      in_all: z.number(),
      /** What of it one order can have, by the location mode. */
      available: z.number(),
      after_hold: z.number(),
      after_share: z.number(),
      /** Pieces that the buffer takes. */
      buffer: z.number(),
      after_buffer: z.number(),
      after_minimum: z.number(),
      limit: z.number(),
      publishable: z.number(),
    })
    .nullable(),
  /** The push that brought the figure the marketplace accepted. */
  accepted_push: push.nullable(),
  /** The newest answer, of whatever kind. */
  last_answer: pushItem
    .omit({ price: true, on_sale: true })
    .extend({ value: z.int(), push_id: ledgerId, created_at: moment })
    .nullable(),
})

export type Explanation = z.output<typeof explanation>
