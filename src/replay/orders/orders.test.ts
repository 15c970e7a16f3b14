import { gzipSync } from "node:zlib"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { generatedLines } from "./generated"
import { barcodeOf, isGoods, needsRounding, roundedPrice } from "./goods"
import { readInvoice, type Invoice } from "./invoice"
import { linesOf, splitLines } from "./lines"
import { invoicesOf } from "./read"
import type { BrokenRow } from "./row"
import { openingStock, surveyOrders } from "./survey"

const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
const row = (
  values: Partial<Record<"no" | "code" | "title" | "pieces" | "at" | "price" | "customer", string>>,
) =>
  [
    values.no ?? "536365",
    values.code ?? "85123A",
    values.title ?? "HOLDER",
    values.pieces ?? "6",
    values.at ?? "2010-12-01 08:26:00",
    values.price ?? "2.55",
    values.customer ?? "17850",
    "United Kingdom",
  ].join(",")

const whole = { from: undefined, to: undefined }

async function* chunks(...texts: string[]) {
  yield* texts
}

async function invoices(lines: string[], window: { from?: string; to?: string } = {}) {
  const broken: BrokenRow[] = []
  const read: Invoice[] = []
  const source = splitLines(chunks([header, ...lines].join("\n")), "test")
  const options = { ...whole, ...window, onBroken: (row: BrokenRow) => broken.push(row) }
  for await (const invoice of invoicesOf(source, options)) read.push(invoice)
  return { broken, read }
}

describe("reading lines", () => {
  it("puts lines together that arrive in pieces, and takes off carriage returns", async () => {
    const lines = []
    for await (const line of splitLines(chunks("one\r\ntw", "o\nthree"), "test")) lines.push(line)
    expect(lines).toEqual([
      { number: 1, text: "one" },
      { number: 2, text: "two" },
      { number: 3, text: "three" },
    ])
  })

  it("reads gzip by its content, and tells where a damaged file ends", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "replay-"))
    try {
      const file = path.join(folder, "orders.csv")
      const text = [header, ...Array.from({ length: 5_000 }, (_, index) => row({ no: String(index) }))].join(
        "\n",
      )
      const packed = gzipSync(text)
      writeFileSync(file, packed)
      expect((await surveyOrders(linesOf(file), whole)).sales).toBe(5_000)

      writeFileSync(file, packed.subarray(0, packed.length - 100))
      const survey = await surveyOrders(linesOf(file), whole)
      expect(survey.brokenRows).toBe(1)
      expect(survey.brokenExamples[0]!.reason).toMatch(/cannot be read any further/)
      expect(survey.sales).toBeGreaterThan(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("says when there is no such file, and when the first line names other columns", async () => {
    await expect(surveyOrders(linesOf("/nowhere/orders.csv"), whole)).rejects.toThrow(/cannot be opened/)
    await expect(surveyOrders(splitLines(chunks("a,b\n1,2"), "test"), whole)).rejects.toThrow(
      /InvoiceNo, StockCode.* is not there/,
    )
  })
})

describe("broken lines", () => {
  it.each([
    ["536366,85123A,HOLDER", /it has 3 fields, the first line has 8/],
    [row({ title: '"HOLDER' }), /a quote is opened and not closed/],
    [row({ pieces: "six" }), /Quantity is "six", expected a whole number of pieces/],
    [row({ pieces: "1.5" }), /Quantity is "1.5"/],
    [row({ at: "2011-02-30 10:00:00" }), /InvoiceDate is "2011-02-30 10:00:00"/],
    [row({ price: "free" }), /UnitPrice is "free"/],
    [row({ no: "" }), /InvoiceNo is ""/],
    [row({ code: "" }), /StockCode is ""/],
    [row({ title: "NUL \0" }), /Description/],
  ])("cost themselves alone and say their number: %j", async (line, reason) => {
    const { broken, read } = await invoices([row({}), line, row({ code: "22633" })])
    expect(broken).toEqual([{ line: 3, reason: expect.stringMatching(reason) as string }])
    expect(read.map((invoice) => invoice.rows.map(({ code }) => code))).toEqual([["85123A", "22633"]])
  })

  it("leave quoted commas and doubled quotes alone", async () => {
    const { read } = await invoices([row({ title: '"FRAME 7"" SINGLE, RED"' })])
    expect(read[0]!.rows[0].title).toBe('FRAME 7" SINGLE, RED')
  })
})

describe("invoices", () => {
  it("keep lines that look the same, and lines that another invoice's lines come between", async () => {
    const { read } = await invoices([row({}), row({ no: "536366" }), row({}), row({})])
    expect(read.map(({ number, rows }) => [number, rows.length])).toEqual([
      ["536365", 3],
      ["536366", 1],
    ])
  })

  it("are in or out of the window as a whole, by their first line", async () => {
    const lines = [
      row({ no: "1", at: "2010-11-30 23:59:00" }),
      row({ no: "2", at: "2010-12-01 23:59:00" }),
      row({ no: "2", at: "2010-12-02 00:00:00" }),
      row({ no: "3", at: "2010-12-02 00:00:00" }),
    ]
    const { read } = await invoices(lines, { from: "2010-12-01", to: "2010-12-02" })
    expect(read.map(({ number, rows }) => [number, rows.length])).toEqual([["2", 2]])
  })
})

describe("what an invoice means", () => {
  const meaning = async (...lines: string[]) => readInvoice((await invoices(lines)).read[0]!)

  it("is a sale of its goods lines with pieces, at their price to the penny", async () => {
    const { event, skippedLines, rounded } = await meaning(
      row({ code: "15056bl", price: "0" }),
      row({ code: "22633", price: "1.005" }),
      row({ code: "POST", pieces: "1", price: "18" }),
      row({ code: "gift_0001_20" }),
      row({ pieces: "-3", price: "0" }),
      row({ pieces: "0" }),
      row({ price: "-1" }),
    )
    expect(event).toMatchObject({
      kind: "sale",
      customer: "17850",
      lines: [
        { sku: "15056BL", quantity: 6, unitPrice: "0.00" },
        { sku: "22633", quantity: 6, unitPrice: "1.01" },
      ],
    })
    expect(rounded).toBe(1)
    expect(skippedLines).toEqual([
      "not goods",
      "not goods",
      "pieces lost or written off (negative without C)",
      "no pieces (quantity 0)",
      "negative price",
    ])
  })

  it("is a cancellation of pieces when its number begins with C", async () => {
    const { event } = await meaning(
      row({ no: "C541433", code: "23166", pieces: "-74215", customer: "12346" }),
    )
    expect(event).toMatchObject({
      kind: "cancellation",
      customer: "12346",
      lines: [{ sku: "23166", quantity: 74_215 }],
    })
  })

  it("is nothing to play when it adjusts a debt or has no goods", async () => {
    expect((await meaning(row({ no: "A563185", code: "B" }))).event).toMatchObject({
      kind: "skipped",
      reason: "bad-debt adjustment (A…)",
    })
    expect((await meaning(row({ code: "DOT" }))).event).toMatchObject({
      kind: "skipped",
      reason: "no goods line",
    })
  })
})

describe("goods", () => {
  it("are everything but services, in any spelling", () => {
    expect(["POST", "m", "Bank Charges", "gift_0001_50", "DCGS0066P"].some(isGoods)).toBe(false)
    expect(["85123A", "85123a", "10002", "47503J "].every(isGoods)).toBe(true)
  })

  it("have a barcode without spaces", () => {
    expect(barcodeOf("47503J A")).toBe("86947503J-A")
  })

  it.each([
    ["2.55", "2.55"],
    ["2", "2.00"],
    ["2.1", "2.10"],
    ["0.001", "0.00"],
    ["0.995", "1.00"],
    ["11062.06", "11062.06"],
  ])("cost %s, to the penny %s", (price, rounded) => {
    expect(roundedPrice(price)).toBe(rounded)
    expect(needsRounding(price)).toBe(price.length > 5 - 1 && /\.\d{3}/.test(price))
  })

  it("open with more than will be sold, or with too little", () => {
    const goods = { sku: "A", barcode: "B", title: "", price: "1.00", sold: 1_000 }
    expect(openingStock(goods, false)).toBe(1_100)
    expect(openingStock(goods, true)).toBe(400)
    expect(openingStock({ ...goods, sold: 1 }, true)).toBe(1)
  })
})

describe("the generated set", () => {
  it("has every oddity of the real file, the same each time", async () => {
    const survey = await surveyOrders(generatedLines(), whole)
    expect(survey.brokenRows).toBe(0)
    expect(survey.sales).toBeGreaterThan(300)
    expect(survey.cancellations).toBeGreaterThan(20)
    expect(survey.skippedLines["not goods"]).toBeGreaterThan(0)
    expect(survey.skippedLines["pieces lost or written off (negative without C)"]).toBeGreaterThan(0)
    expect(await surveyOrders(generatedLines(), whole)).toEqual(survey)
  })
})

const realFile = path.join(__dirname, "../../../../shared/data/online-retail/orders.csv.gz")

describe("the real file", () => {
  it("adds up to what its own description says", async () => {
    let survey
    try {
      survey = await surveyOrders(linesOf(realFile), whole)
    } catch (error) {
      console.warn(`Skipped: the year of orders is not beside the project (${(error as Error).message})`)
      return
    }
    expect(survey).toMatchObject({ rows: 386_807, brokenRows: 0, invoices: 19_488 })
    expect(survey.skippedInvoices["bad-debt adjustment (A…)"]).toBe(3)
    expect(survey.goods.get("15056BL")!.sold).toBeGreaterThan(0)
    expect(survey.goods.has("15056bl")).toBe(false)
  })
})
