import { parseJson, parseWith } from "@serai/channels/contract"
import { readBatch } from "../src/inventory"
import { batchResult } from "../src/schemas"
import { channelErrorOf, itWithSamples, officialSample } from "./fixture"
import { testSession } from "./session"

const item = (barcode: string, status: string, ...failureReasons: string[]) => ({
  requestItem: { barcode, quantity: 1, updateRequestDate: "2026-09-28T10:00:00.000+00:00" },
  status,
  failureReasons,
})

const batchOf = (items: unknown[], more: Record<string, unknown> = {}) =>
  parseWith(
    batchResult,
    "batch",
    parseJson("batch", JSON.stringify({ batchRequestId: "b-1", items, ...more })),
  )

describe("writing stock", () => {
  it("sends barcode and quantity only, and every item waits for the batch", async () => {
    const { channel, session, sent } = testSession(() => '{"batchRequestId":"b-1"}')
    const outcomes = await channel.stock.write(session, [
      { externalId: "A", quantity: 0 },
      { externalId: "B", quantity: 20_000 },
    ])
    expect(outcomes).toEqual([
      { status: "pending", batch: "b-1" },
      { status: "pending", batch: "b-1" },
    ])
    expect(sent[0]).toMatchObject({
      method: "POST",
      path: "/inventory/sellers/4711/products/price-and-inventory",
      body: '{"items":[{"barcode":"A","quantity":0},{"barcode":"B","quantity":20000}]}',
    })
  })

  it("is not repeated when its answer is lost", async () => {
    const { channel, session, sent } = testSession(() => ({ status: 502, body: "" }))
    const error = await channelErrorOf(() => channel.stock.write(session, [{ externalId: "A", quantity: 1 }]))
    expect(error.kind).toBe("unknown_outcome")
    expect(sent).toHaveLength(1)
  })

  it("has an unknown outcome when the receipt cannot be read", async () => {
    const { channel, session } = testSession(() => "200 OK")
    const error = await channelErrorOf(() => channel.stock.write(session, [{ externalId: "A", quantity: 1 }]))
    expect(error).toMatchObject({ kind: "unknown_outcome", code: "unreadable_receipt" })
  })

  it("reports a closed endpoint as such", async () => {
    const { channel, session } = testSession(() => ({ status: 426, body: "" }))
    const error = await channelErrorOf(() => channel.stock.write(session, [{ externalId: "A", quantity: 1 }]))
    expect(error.kind).toBe("contract")
  })
})

describe("the answers of a batch", () => {
  it("are final per item, with all reasons, though the batch has no status", () => {
    const result = batchOf([item("A", "SUCCESS"), item("B", "FAILED", "Ürün bulunamadı", "Arşivde")], {
      itemCount: 2,
    })
    expect(readBatch(result, ["A", "B"])).toEqual({
      done: true,
      items: [
        { externalId: "A", outcome: { status: "accepted" } },
        {
          externalId: "B",
          outcome: { status: "rejected", code: "FAILED", message: "Ürün bulunamadı; Arşivde", final: true },
        },
      ],
    })
  })

  it.each([
    ["an item is still in progress", batchOf([item("A", "SUCCESS"), item("B", "IN_PROGRESS")])],
    ["an item has a status nobody announced", batchOf([item("A", "SUCCESS"), item("B", "QUEUED")])],
    ["items are still missing", batchOf([item("A", "SUCCESS")], { itemCount: 2 })],
    ["there are no items yet", batchOf([])],
    ["the batch says so itself", batchOf([item("A", "SUCCESS")], { status: "IN_PROGRESS" })],
  ])("are not complete while %s", (_name, result) => {
    expect(readBatch(result, ["A", "B"]).done).toBe(false)
  })

  it("speak of barcodes as we wrote them, though Trendyol squeezes their spaces", () => {
    const { items } = readBatch(batchOf([item("AB12", "SUCCESS"), item("CD", "SUCCESS")]), ["A B 12"])
    expect(items.map(({ externalId }) => externalId)).toEqual(["A B 12", "CD"])
  })

  it("say so when a refusal comes without a reason", () => {
    const [only] = readBatch(batchOf([item("A", "FAILED")]), ["A"]).items
    expect(only?.outcome).toMatchObject({ status: "rejected", message: "Trendyol gave no reason" })
  })

  it("are gone after their four hours", async () => {
    const { channel, session, sent } = testSession(() => ({ status: 404, body: '{"errors":[]}' }))
    const error = await channelErrorOf(() => channel.stock.settle?.(session, "uuid-1790000000"))
    expect(error.kind).toBe("not_found")
    expect(sent[0]?.path).toBe("/product/sellers/4711/products/batch-requests/uuid-1790000000")
  })

  itWithSamples("are read from the vendor's own sample", () => {
    const result = parseWith(
      batchResult,
      "sample",
      parseJson("sample", officialSample("batch-result-inventory")!),
    )
    expect(readBatch(result, [])).toEqual({
      done: true,
      items: [{ externalId: "11111111111", outcome: { status: "accepted" } }],
    })
  })
})

describe("reading stock", () => {
  const answerFor = (barcodes: string[]) =>
    JSON.stringify({
      totalElements: 1,
      nextPageToken: "t",
      content: [
        {
          contentId: 1,
          variants: [
            ...barcodes.map((barcode) => ({
              variantId: 1,
              barcode,
              quantity: 5,
              stockLastModifiedDate: null,
            })),
            { variantId: 2, barcode: "a-sibling-nobody-asked-for", quantity: 9 },
          ],
        },
      ],
    })

  it("asks for fifty barcodes at a time and keeps only those", async () => {
    const { channel, session, sent } = testSession(({ query }) => answerFor(query.barcodes!.split(",")))
    const ids = Array.from({ length: 101 }, (_, index) => `B${index}`)
    const stock = await channel.stock.read(session, ids)
    expect(sent.map(({ query }) => query.barcodes!.split(",").length)).toEqual([50, 50, 1])
    expect(stock).toEqual(ids.map((externalId) => ({ externalId, quantity: 5 })))
  })

  it("leaves out what Trendyol does not know or has no figure for", async () => {
    const content = [
      { variants: [{ barcode: "A", quantity: null }, { barcode: "B" }, { barcode: "C", quantity: 0 }] },
    ]
    const { channel, session } = testSession(() => JSON.stringify({ content }))
    expect(await channel.stock.read(session, ["A", "B", "C", "D"])).toEqual([
      { externalId: "C", quantity: 0 },
    ])
  })

  it("refuses a figure below zero", async () => {
    const { channel, session } = testSession(
      () => '{"content":[{"variants":[{"barcode":"A","quantity":-1}]}]}',
    )
    expect((await channelErrorOf(() => channel.stock.read(session, ["A"]))).kind).toBe("contract")
  })

  it("asks nothing for nothing", async () => {
    const { channel, session, sent } = testSession(() => "{}")
    expect(await channel.stock.read(session, [])).toEqual([])
    expect(sent).toEqual([])
  })

  itWithSamples("reads the vendor's own sample", async () => {
    const { channel, session } = testSession(() => officialSample("approved-inventory-and-price-page")!)
    expect(await channel.stock.read(session, ["60506560"])).toEqual([
      { externalId: "60506560", quantity: 50 },
    ])
  })
})
