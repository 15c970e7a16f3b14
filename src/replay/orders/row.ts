import { parse } from "csv-parse/sync"
import { Obstacle } from "../../launch/obstacle"

/** One line of one invoice, as the file says it. */
export interface OrderRow {
  line: number
  invoice: string
  code: string
  title: string
  quantity: number
  /** `YYYY-MM-DD HH:MM:SS`; no zone is told. */
  at: string
  /** A decimal literal, pounds sterling; may be negative. */
  price: string
  customer: string | null
}

export interface BrokenRow {
  line: number
  reason: string
}

const columns = [
  "InvoiceNo",
  "StockCode",
  "Description",
  "Quantity",
  "InvoiceDate",
  "UnitPrice",
  "CustomerID",
]

export type RowReader = (line: number, text: string) => OrderRow | BrokenRow

export const isBroken = (read: OrderRow | BrokenRow): read is BrokenRow => "reason" in read

/** Finds the columns by their names in the first line; throws when one is missing. */
export function rowReader(header: string): RowReader {
  const names = cellsOf(header.replace(/^\uFEFF/, "")) ?? []
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0) {
    throw new Obstacle(`The orders' first line must name the columns; ${missing.join(", ")} is not there.`)
  }
  return (line, text) => {
    const cells = cellsOf(text)
    if (!cells) return { line, reason: "a quote is opened and not closed, or stands inside a field" }
    if (cells.length !== names.length) {
      return { line, reason: `it has ${cells.length} fields, the first line has ${names.length}` }
    }
    return readRow(line, (column) => cells[names.indexOf(column)] ?? "")
  }
}

/** A record is a line, so that an unclosed quote cannot swallow the lines after it. Most lines have no quote at all. */
function cellsOf(text: string): string[] | undefined {
  if (!text.includes('"')) return text.split(",")
  try {
    return parse(text, { relax_column_count: true })[0]
  } catch {
    return undefined
  }
}

function readRow(line: number, cell: (column: string) => string): OrderRow | BrokenRow {
  const broken = (column: string, expected: string) => ({
    line,
    reason: `${column} is ${JSON.stringify(cell(column).slice(0, 40))}, expected ${expected}`,
  })
  if (!/^[A-Za-z]?\d{1,12}$/.test(cell("InvoiceNo")))
    return broken("InvoiceNo", "digits, or a letter and digits")
  if (!/^[\x20-\x7e]{1,40}$/.test(cell("StockCode").trim()))
    return broken("StockCode", "a code of 1 to 40 letters and digits")
  if (!/^-?\d{1,9}$/.test(cell("Quantity"))) return broken("Quantity", "a whole number of pieces")
  if (!isTime(cell("InvoiceDate"))) return broken("InvoiceDate", "a time like 2010-12-01 08:26:00")
  if (!/^-?\d{1,9}(\.\d{1,12})?$/.test(cell("UnitPrice"))) return broken("UnitPrice", "an amount like 2.55")
  if (cell("Description").includes("\0")) return broken("Description", "text without NUL")
  return {
    line,
    invoice: cell("InvoiceNo"),
    code: cell("StockCode").trim(),
    title: cell("Description").trim(),
    quantity: Number(cell("Quantity")),
    at: cell("InvoiceDate"),
    price: cell("UnitPrice"),
    customer: cell("CustomerID").trim() || null,
  }
}

function isTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return false
  const time = new Date(`${text.replace(" ", "T")}Z`)
  // JavaScript rolls 31 February over into March; a time that comes back changed does not exist.
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19).replace("T", " ") === text
}
