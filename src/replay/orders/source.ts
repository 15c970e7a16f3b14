import { existsSync } from "node:fs"
import path from "node:path"
import { generatedLines } from "./generated"
import type { Invoice } from "./invoice"
import { linesOf, type TextLine } from "./lines"
import { invoicesOf, type ReadOptions } from "./read"

/** A year of a real shop, where it lies beside the project. */
const usualFile = "../shared/data/online-retail/orders.csv.gz"

/** Orders that can be read from the beginning as often as needed. */
export interface OrderSource {
  name: string
  lines(): AsyncIterable<TextLine>
  /** Broken lines are passed over in silence: the survey has told of them. */
  invoices(window: Pick<ReadOptions, "from" | "to">): AsyncIterable<Invoice>
}

/** The named file, else the usual one, else a generated set of the same shape. */
export function openOrders(file: string | undefined): OrderSource {
  const found = file ?? (existsSync(usualFile) ? usualFile : undefined)
  const lines = found === undefined ? generatedLines : () => linesOf(found)
  return {
    name: found === undefined ? "generated orders" : path.basename(found),
    lines,
    invoices: ({ from, to }) => invoicesOf(lines(), { from, to, onBroken: () => undefined }),
  }
}
