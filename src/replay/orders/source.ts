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

/** In the place of a file: the generated set, although the usual file is there. */
const generated = "generated"

/** The named file, else the usual one, else a generated set of the same shape. */
export function openOrders(file: string | undefined): OrderSource {
  const wanted = file ?? (existsSync(usualFile) ? usualFile : generated)
  const found = wanted === generated ? undefined : wanted
  const lines = found === undefined ? generatedLines : () => linesOf(found)
  return {
    name: found === undefined ? "generated orders" : path.basename(found),
    lines,
    invoices: ({ from, to }) => invoicesOf(lines(), { from, to, onBroken: () => undefined }),
  }
}
