import { z } from "zod"

const mostRows = 10_000

/** Prices are text, so that no digit is lost on the way. What a row says is judged row by row. */
export const setPricesBody = z.object({
  prices: z
    .array(
      z.strictObject({
        /** The listing's key at the marketplace (Trendyol: the barcode). */
        external_id: z.string().min(1),
        /** What a buyer pays, tax included, in the channel's currency: "19.90". */
        sale_price: z.string(),
        /** What it is shown to have cost before; at least the sale price. */
        list_price: z.string(),
      }),
    )
    .min(1)
    .max(mostRows),
})

export const setPricesAnswer = z.object({
  /** Rows that are sent: their price was another one, or refused. */
  changed: z.int(),
  /** Rows whose price was wanted already. */
  unchanged: z.int(),
  /** Rows that nothing was done for. */
  refused: z.array(
    z.object({
      /** Its place in the request, from 0. */
      row: z.int(),
      external_id: z.string(),
      reason: z.string(),
    }),
  ),
})
