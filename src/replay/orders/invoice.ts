import { isGoods, needsRounding, roundedPrice, skuOf } from "./goods"
import type { OrderRow } from "./row"

/** All lines of one invoice number, in the file's order. */
export interface Invoice {
  number: string
  rows: [OrderRow, ...OrderRow[]]
}

export interface SaleLine {
  sku: string
  title: string
  quantity: number
  unitPrice: string
}

export interface Sale {
  kind: "sale"
  number: string
  at: string
  customer: string | null
  lines: SaleLine[]
}

export interface Cancellation {
  kind: "cancellation"
  number: string
  at: string
  customer: string | null
  /** Pieces that come back. */
  lines: { sku: string; quantity: number }[]
}

export interface Skipped {
  kind: "skipped"
  number: string
  at: string
  reason: InvoiceSkip
}

export type InvoiceSkip = "bad-debt adjustment (A…)" | "no goods line"

/** Why a line is not played. */
export type LineSkip =
  | "not goods"
  | "pieces lost or written off (negative without C)"
  | "no pieces (quantity 0)"
  | "negative price"
  | "positive pieces on a cancellation"
  | "on a bad-debt adjustment (A…)"

export interface Reading {
  event: Sale | Cancellation | Skipped
  skippedLines: LineSkip[]
  /** Lines whose price was rounded to the penny. */
  rounded: number
}

/**
 * What an invoice means here: a number with C cancels, one with A is bookkeeping, any other sells. A sale has its goods
 * lines with pieces, at their price to the penny, 0.00 included; an invoice that has none is skipped.
 */
export function readInvoice({ number, rows }: Invoice): Reading {
  const [first] = rows
  const head = { number, at: first.at }
  const kind = /^[A-Za-z]/.exec(number)?.[0].toUpperCase()
  if (kind === "A") {
    const skippedLines = rows.map((): LineSkip => "on a bad-debt adjustment (A…)")
    return {
      event: { kind: "skipped", ...head, reason: "bad-debt adjustment (A…)" },
      skippedLines,
      rounded: 0,
    }
  }
  const judge = kind === "C" ? whyNotCancelled : whyNotSold
  const judged = rows.map((row) => ({ row, skip: judge(row) }))
  const skippedLines = judged.flatMap(({ skip }) => (skip === undefined ? [] : [skip]))
  const kept = judged.filter(({ skip }) => skip === undefined).map(({ row }) => row)
  const rounded = kind === "C" ? 0 : kept.filter(({ price }) => needsRounding(price)).length
  if (kept.length === 0) {
    return { event: { kind: "skipped", ...head, reason: "no goods line" }, skippedLines, rounded }
  }
  const { customer } = first
  const event: Sale | Cancellation =
    kind === "C"
      ? { kind: "cancellation", ...head, customer, lines: kept.map(cancelledLine) }
      : { kind: "sale", ...head, customer, lines: kept.map(soldLine) }
  return { event, skippedLines, rounded }
}

function whyNotSold({ code, quantity, price }: OrderRow): LineSkip | undefined {
  if (!isGoods(code)) return "not goods"
  if (quantity === 0) return "no pieces (quantity 0)"
  if (quantity < 0) return "pieces lost or written off (negative without C)"
  return price.startsWith("-") ? "negative price" : undefined
}

function whyNotCancelled({ code, quantity }: OrderRow): LineSkip | undefined {
  if (!isGoods(code)) return "not goods"
  if (quantity === 0) return "no pieces (quantity 0)"
  return quantity > 0 ? "positive pieces on a cancellation" : undefined
}

const soldLine = ({ code, title, quantity, price }: OrderRow): SaleLine => ({
  sku: skuOf(code),
  title,
  quantity,
  unitPrice: roundedPrice(price),
})

const cancelledLine = ({ code, quantity }: OrderRow) => ({ sku: skuOf(code), quantity: -quantity })
