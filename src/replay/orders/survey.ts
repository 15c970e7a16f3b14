import { barcodeOf } from "./goods"
import { readInvoice, type InvoiceSkip, type LineSkip, type Sale } from "./invoice"
import { invoicesOf, type ReadOptions } from "./read"
import type { TextLine } from "./lines"
import type { BrokenRow } from "./row"

/** One SKU of the file: what it becomes in the catalogue, and how many pieces are sold. */
export interface Goods {
  sku: string
  barcode: string
  title: string
  price: string
  sold: number
}

/** What the file holds, and what of it is not played, with reasons. */
export interface Survey {
  goods: Map<string, Goods>
  rows: number
  brokenRows: number
  /** The first of them; all are counted. */
  brokenExamples: BrokenRow[]
  invoices: number
  sales: number
  saleLines: number
  pieces: number
  cancellations: number
  skippedInvoices: Partial<Record<InvoiceSkip, number>>
  skippedLines: Partial<Record<LineSkip, number>>
  roundedPrices: number
}

const brokenShown = 20

/** The first pass: reads everything once and keeps only what grows with the number of SKUs. */
export async function surveyOrders(
  lines: AsyncIterable<TextLine>,
  window: Pick<ReadOptions, "from" | "to">,
): Promise<Survey> {
  const survey = emptySurvey()
  const onBroken = (broken: BrokenRow) => {
    survey.brokenRows += 1
    if (survey.brokenExamples.length < brokenShown) survey.brokenExamples.push(broken)
  }
  for await (const invoice of invoicesOf(lines, { ...window, onBroken })) {
    const { event, skippedLines, rounded } = readInvoice(invoice)
    survey.invoices += 1
    survey.rows += invoice.rows.length
    survey.roundedPrices += rounded
    for (const skip of skippedLines) count(survey.skippedLines, skip)
    if (event.kind === "skipped") count(survey.skippedInvoices, event.reason)
    else if (event.kind === "cancellation") survey.cancellations += 1
    else addSale(survey, event)
  }
  return survey
}

function addSale(survey: Survey, sale: Sale): void {
  survey.sales += 1
  for (const { sku, title, quantity, unitPrice } of sale.lines) {
    survey.saleLines += 1
    survey.pieces += quantity
    const known = survey.goods.get(sku) ?? { sku, barcode: barcodeOf(sku), title, price: unitPrice, sold: 0 }
    known.sold += quantity
    // Some lines have no title, and lost or found goods cost nothing: the first real ones are taken.
    if (known.title === "") known.title = title
    if (known.price === "0.00") known.price = unitPrice
    survey.goods.set(sku, known)
  }
}

function count<Reason extends string>(counts: Partial<Record<Reason, number>>, reason: Reason): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}

const emptySurvey = (): Survey => ({
  goods: new Map(),
  rows: 0,
  brokenRows: 0,
  brokenExamples: [],
  invoices: 0,
  sales: 0,
  saleLines: 0,
  pieces: 0,
  cancellations: 0,
  skippedInvoices: {},
  skippedLines: {},
  roundedPrices: 0,
})

/** Share of what is sold that lies on the shelf when it is scarce. */
const scarcePercent = 40

/** Opening stock: what will be sold and some more, or too little of everything. */
export function openingStock({ sold }: Goods, scarce: boolean): number {
  return scarce ? Math.ceil((sold * scarcePercent) / 100) : sold + Math.max(10, Math.ceil(sold / 10))
}
