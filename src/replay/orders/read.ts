import type { Invoice } from "./invoice"
import type { TextLine } from "./lines"
import { isBroken, rowReader, type BrokenRow, type OrderRow, type RowReader } from "./row"

/** One invoice of the file has another one's lines in its middle, so an invoice ends when this many others have begun. */
const openInvoices = 8

export interface ReadOptions {
  from: string | undefined
  to: string | undefined
  /** Called for every line that cannot be read; the lines around it are played all the same. */
  onBroken: (broken: BrokenRow) => void
  onRow?: (row: OrderRow) => void
}

/** Invoices in the order in which they begin. Memory holds the few that are open. */
export async function* invoicesOf(
  lines: AsyncIterable<TextLine>,
  options: ReadOptions,
): AsyncGenerator<Invoice> {
  const open = new Map<string, Invoice>()
  for await (const row of rowsOf(lines, options)) {
    const known = open.get(row.invoice)
    if (known) known.rows.push(row)
    else open.set(row.invoice, { number: row.invoice, rows: [row] })
    if (open.size > openInvoices) yield* released(open, options)
  }
  while (open.size > 0) yield* released(open, options)
}

/** The oldest open invoice; its first line's time decides whether it is played, so that none is torn at midnight. */
function* released(open: Map<string, Invoice>, { from, to }: ReadOptions): Generator<Invoice> {
  for (const invoice of open.values()) {
    open.delete(invoice.number)
    const { at } = invoice.rows[0]
    if ((from === undefined || at >= from) && (to === undefined || at < to)) yield invoice
    return
  }
}

async function* rowsOf(
  lines: AsyncIterable<TextLine>,
  { onBroken, onRow }: ReadOptions,
): AsyncGenerator<OrderRow> {
  let reader: RowReader | undefined
  for await (const line of lines) {
    if ("torn" in line) {
      onBroken({ line: line.number, reason: line.torn })
      continue
    }
    if (!reader) {
      reader = rowReader(line.text)
      continue
    }
    if (line.text.trim() === "") continue
    const read = reader(line.number, line.text)
    if (isBroken(read)) onBroken(read)
    else {
      onRow?.(read)
      yield read
    }
  }
}
