import { integerBetween, seededRandom, type Random } from "@serai/channels/sandbox-kit"
import { splitLines, type TextLine } from "./lines"

const seed = 536_365
const invoices = 400
const skus = 120
const customers = 60
const minuteMs = 60_000
const opens = Date.UTC(2010, 11, 1, 8, 26)

/** Orders shaped like the real file's: its repeated lines, spellings, services, write-offs and cancellations included. */
export function generatedLines(): AsyncIterable<TextLine> {
  return splitLines(text(), "generated orders")
}

// eslint-disable-next-line @typescript-eslint/require-await -- lines are read from something asynchronous, as from a file
async function* text(): AsyncGenerator<string> {
  const random = seededRandom(seed)
  yield "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
  let sold: Line[] = []
  for (let index = 0; index < invoices; index += 1) {
    const at = new Date(opens + index * 3 * minuteMs).toISOString().slice(0, 19).replace("T", " ")
    const number = String(536_365 + index)
    const back = sold.length > 0 && random() < 0.1
    const lines = back ? takenBack(random, sold) : bought(random)
    if (!back) sold = lines
    yield lines.map((line) => written(back ? `C${number}` : number, line, at)).join("")
    if (random() < 0.02) yield written(number, writtenOff(random), at)
  }
}

interface Line {
  code: string
  title: string
  quantity: number
  price: string
  customer: string
}

function bought(random: Random): Line[] {
  const customer = random() < 0.25 ? "" : String(12_346 + integerBetween(random, 1, customers))
  const lines = Array.from({ length: integerBetween(random, 1, 12) }, () => goods(random, customer))
  const [first] = lines
  if (first && random() < 0.1) lines.push(first)
  if (random() < 0.1) lines.push({ code: "POST", title: "POSTAGE", quantity: 1, price: "18", customer })
  return lines
}

/** Few SKUs sell often, most seldom. */
function goods(random: Random, customer: string): Line {
  const index = Math.floor(random() ** 2 * skus)
  const letter = index % 5 === 0 ? (random() < 0.5 ? "B" : "b") : ""
  return {
    code: `${20_000 + index}${letter}`,
    title: index % 7 === 0 ? `"SET OF ${index}, BOXED"` : `GIFT NO ${index}`,
    quantity: random() < 0.02 ? integerBetween(random, 100, 2_000) : integerBetween(random, 1, 24),
    price: index % 40 === 0 ? "0" : `${integerBetween(random, 0, 12)}.${integerBetween(random, 10, 99)}`,
    customer,
  }
}

const takenBack = (random: Random, sold: Line[]): Line[] =>
  sold
    .filter(({ code }) => code !== "POST")
    .slice(0, integerBetween(random, 1, 3))
    .map((line) => ({ ...line, quantity: -integerBetween(random, 1, line.quantity) }))

const writtenOff = (random: Random): Line => ({
  ...goods(random, ""),
  title: "damaged",
  quantity: -5,
  price: "0",
})

const written = (invoice: string, { code, title, quantity, price, customer }: Line, at: string): string =>
  `${invoice},${code},${title},${quantity},${at},${price},${customer},United Kingdom\n`
