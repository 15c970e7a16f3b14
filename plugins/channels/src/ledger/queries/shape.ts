import { z } from "zod"

/** A moment: a date here, ISO 8601 text on the wire. The input side of a shape is what a client reads. */
export const moment = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

/** Ids of the ledger are 64-bit, so they travel as text. */
export const ledgerId = z.string().regex(/^\d{1,19}$/, "an id of the ledger consists of digits")

export interface Page {
  limit: number
  offset: number
}

export interface Counted<Row> {
  rows: Row[]
  count: number
}
