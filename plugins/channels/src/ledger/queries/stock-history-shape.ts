import { z } from "zod"
import { ledgerId, moment } from "./shape"

/** Who changed something. `words` says it as a person would. */
export const actor = z.object({
  /** `sql`: a connection that is neither Medusa's nor ours. */
  kind: z.enum(["operator", "api_key", "order", "medusa", "serai", "sql"]),
  words: z.string(),
  /** The admin request that did it: "POST /admin/orders/order_01H/fulfillments". */
  request: z.string().nullable(),
})

export const orderLink = z.object({
  id: z.string(),
  display_id: z.int().nullable(),
  /** The marketplace's number and shop, for an order that came from one. */
  external_id: z.string().nullable(),
  channel_name: z.string().nullable(),
})

const moved = {
  at: moment,
  actor,
  /** The order whose pieces moved, where that is known. */
  order: orderLink.nullable(),
  inventory_item_id: z.string(),
  sku: z.string().nullable(),
  title: z.string().nullable(),
}

/** What the item had afterwards, over the locations that were asked for. */
const figuresAfter = {
  location_id: z.string(),
  location_name: z.string().nullable(),
  on_hand: z.number(),
  reserved: z.number(),
  available: z.number(),
}

const stockRow = z.object({
  kind: z.literal("stock"),
  ...moved,
  stocked_delta: z.number(),
  ...figuresAfter,
})

const reservationRow = z.object({
  kind: z.literal("reservation"),
  ...moved,
  reserved_delta: z.number(),
  reservation_id: z.string(),
  ...figuresAfter,
})

const recipeRow = z.object({
  kind: z.literal("recipe"),
  ...moved,
  variant_id: z.string(),
  /** Its SKU or title; null when the variant is gone. */
  variant_name: z.string().nullable(),
  /** Pieces that one of the variant needs more (or fewer) than before; null when that was not written down. */
  required_delta: z.number().nullable(),
})

const figureRow = z.object({
  kind: z.literal("figure"),
  at: moment,
  /** What the listing should show from then on; null for nothing. */
  desired: z.int().nullable(),
  desired_before: z.int().nullable(),
  /** Every rule with its effect, as the ledger keeps it. */
  reason: z.record(z.string(), z.unknown()),
})

const sent = {
  at: moment,
  push_id: ledgerId,
  cause: z.string(),
  /** The marketplace's own name for the call, where it answers later. */
  batch: z.string().nullable(),
  outcome: z.enum(["pending", "accepted", "rejected", "unknown"]),
  answered_at: moment.nullable(),
  code: z.string().nullable(),
  /** The marketplace's words. */
  message: z.string().nullable(),
}

const pushRow = z.object({ kind: z.literal("push"), ...sent, value: z.int() })

/** The listing was taken off sale because it was sold out, or put back; `outcome` says whether the marketplace did it. */
const offerRow = z.object({ kind: z.literal("offer"), ...sent, on_sale: z.boolean() })

const driftRow = z.object({
  kind: z.literal("drift"),
  at: moment,
  /**
   * Why the marketplace showed another figure, as far as it can be told. `put_back`, without figures: somebody put back on
   * sale there what had been taken off here.
   */
  drift: z.string(),
  expected: z.int().nullable(),
  shown: z.int().nullable(),
  repair: z.enum(["pushed", "reported", "explained"]),
})

const orderRow = z.object({
  kind: z.literal("order"),
  /** When it came to be known here. */
  at: moment,
  order: orderLink,
  ordered: z.int(),
  placed_at: moment,
  /** How the line stands today. */
  state: z.string(),
})

const mappingRow = z.object({
  kind: z.literal("mapping"),
  at: moment,
  actor,
  variant_id: z.string().nullable(),
  variant_title: z.string().nullable(),
  mapped_by: z.string().nullable(),
})

export const historyRow = z.discriminatedUnion("kind", [
  stockRow,
  reservationRow,
  recipeRow,
  figureRow,
  pushRow,
  offerRow,
  driftRow,
  orderRow,
  mappingRow,
])

export type HistoryRow = z.output<typeof historyRow>
export type HistoryKind = HistoryRow["kind"]

export const itemKinds = ["stock", "reservation", "recipe"] as const
export const historyKinds = [
  ...itemKinds,
  "figure",
  "push",
  "offer",
  "drift",
  "order",
  "mapping",
] as const satisfies readonly HistoryKind[]

/** One point of the chart: how things stood at the end of its bucket. */
export const seriesPoint = z.object({
  at: moment,
  /** Null before stock movements were written down. */
  on_hand: z.number().nullable(),
  reserved: z.number().nullable(),
  available: z.number().nullable(),
})

export const listingPoint = seriesPoint.extend({
  /** What the listing should show, and what the marketplace last took; null where that is not known. */
  desired: z.int().nullable(),
  accepted: z.int().nullable(),
  /** False while it was off sale by the rule for what is sold out. */
  on_sale: z.boolean(),
})

export type SeriesPoint = z.output<typeof seriesPoint>
export type ListingPoint = z.output<typeof listingPoint>
