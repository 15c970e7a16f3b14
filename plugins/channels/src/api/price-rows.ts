import type { z } from "zod"
import { decimal, inHundredths, isAbove, isPositive, type Decimal } from "../contract"
import type { DesiredPrice } from "../ledger/prices"
import type { setPricesAnswer, setPricesBody } from "./schemas/prices"

type Row = z.output<typeof setPricesBody>["prices"][number]
export type RefusedRow = z.output<typeof setPricesAnswer>["refused"][number]

/** Pure: the rows that make sense by themselves, and the others with the reason. */
export function readPriceRows(rows: Row[]): { prices: DesiredPrice[]; refused: RefusedRow[] } {
  const prices: DesiredPrice[] = []
  const refused: RefusedRow[] = []
  const seen = new Set<string>()
  for (const [row, { external_id, ...texts }] of rows.entries()) {
    const price = seen.has(external_id) ? "is in the request twice; the first row stands" : readPrice(texts)
    seen.add(external_id)
    if (typeof price === "string") refused.push({ row, external_id, reason: price })
    else prices.push({ external_id, ...price })
  }
  return { prices, refused }
}

/** What is wrong with it, or the price with two decimals. */
function readPrice(texts: Omit<Row, "external_id">): Omit<DesiredPrice, "external_id"> | string {
  const sale = readAmount("sale_price", texts.sale_price)
  if ("wrong" in sale) return sale.wrong
  const list = readAmount("list_price", texts.list_price)
  if ("wrong" in list) return list.wrong
  if (isAbove(sale.amount, list.amount)) {
    return `sale_price ${sale.amount} is above list_price ${list.amount}`
  }
  return { sale_price: sale.amount, list_price: list.amount }
}

function readAmount(name: string, text: string): { amount: Decimal } | { wrong: string } {
  const read = decimal.safeParse(text)
  if (!read.success) return { wrong: `${name} is not an amount such as "19.90"` }
  if (!isPositive(read.data)) return { wrong: `${name} must be above zero` }
  const amount = inHundredths(read.data)
  return amount === undefined ? { wrong: `${name} has more than two decimals` } : { amount }
}
