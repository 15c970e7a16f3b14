import { z } from "zod"
import { bucketsOf, type Buckets } from "../../ledger/queries/stock-history-buckets"
import { readCursor, writeCursor } from "../../ledger/queries/stock-history-merge"
import {
  historyKinds,
  historyRow,
  itemKinds,
  listingPoint,
  seriesPoint,
  type HistoryKind,
} from "../../ledger/queries/stock-history-shape"
import type { HistoryPage } from "../../ledger/queries/stock-history"
import { moment } from "../../ledger/queries/shape"
import { momentText, paging } from "./common"

/** One or several kinds, separated by commas; none means all. */
const kindsOf = (known: readonly HistoryKind[]) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined || text === "") return undefined
      const asked = text.split(",").map((word) => word.trim())
      const kinds = known.filter((kind) => asked.includes(kind))
      if (kinds.length === asked.length) return kinds
      context.addIssue(`kinds are ${known.join(", ")}, separated by commas`)
      return z.NEVER
    })

const before = z
  .string()
  .max(4_000)
  .optional()
  .transform((text, context) => {
    if (text === undefined) return undefined
    const cursor = readCursor(text)
    if (cursor) return cursor
    context.addIssue("before is the `next` of an earlier page; this is none")
    return z.NEVER
  })

const inOrder = (range: { from?: Date | undefined; to?: Date | undefined }) =>
  !range.from || !range.to || range.from < range.to

const order = { error: "`from` must be earlier than `to`", path: ["from"] }

const range = { from: momentText.optional(), to: momentText.optional() }
const item = { inventory_item_id: z.string().min(1), location_id: z.string().min(1).optional() }
const paged = { before, limit: paging.limit.default(50) }

export const itemHistoryQuery = z
  .object({ ...item, ...range, kinds: kindsOf(itemKinds), ...paged })
  .refine(inOrder, order)
export const listingHistoryQuery = z
  .object({ ...range, kinds: kindsOf(historyKinds), ...paged })
  .refine(inOrder, order)
export const itemExportQuery = z
  .object({ ...item, ...range, kinds: kindsOf(itemKinds) })
  .refine(inOrder, order)
export const listingExportQuery = z.object({ ...range, kinds: kindsOf(historyKinds) }).refine(inOrder, order)
export const itemSeriesQuery = z.object({ ...item, ...range }).refine(inOrder, order)
export const listingSeriesQuery = z.object(range).refine(inOrder, order)

export const historyAnswer = z.object({
  history: z.array(historyRow),
  /** `before` of the next page; null at the end. */
  next: z.string().nullable(),
  /** What stock moved before this moment is not known. */
  known_since: moment,
})

const series = {
  /** Seconds between two points. */
  bucket_seconds: z.int(),
}
export const itemSeriesAnswer = z.object({ ...series, series: z.array(seriesPoint) })
export const listingSeriesAnswer = z.object({ ...series, series: z.array(listingPoint) })

/** CSV, not JSON. */
export const csvAnswer = z.string().meta({ description: "CSV with a header line, in UTF-8" })

export const toHistoryAnswer = ({ rows, next, knownSince }: HistoryPage): z.output<typeof historyAnswer> => ({
  history: rows,
  next: next && writeCursor(next),
  known_since: knownSince,
})

const dayMs = 24 * 60 * 60 * 1000
const longestMs = 25 * 31 * dayMs

/** The last day, where nothing else is asked for; it begins where something begins to be known. */
export function bucketsIn(
  asked: { from?: Date | undefined; to?: Date | undefined },
  { now, knownSince }: { now: Date; knownSince: Date },
): Buckets {
  const to = Math.min((asked.to ?? now).getTime(), now.getTime())
  const from = Math.max(asked.from?.getTime() ?? to - dayMs, to - longestMs, knownSince.getTime())
  return bucketsOf(new Date(Math.min(from, to - 1000)), new Date(to))
}
