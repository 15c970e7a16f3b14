import { TrendyolChannel, type TrendyolOptions } from "../src/channel"
import { channelErrorOf } from "./fixture"
import { testSession } from "./session"

const off = (externalId: string) => ({ externalId, onSale: false })

describe("taking listings off sale", () => {
  it("archives them, and every item waits for the batch", async () => {
    const { channel, session, sent } = testSession(() => '{"batchRequestId":"b-1"}')
    const outcomes = await channel.offers.write(session, [off("A"), off("B")])
    expect(outcomes).toEqual([
      { status: "pending", batch: "b-1" },
      { status: "pending", batch: "b-1" },
    ])
    expect(sent[0]).toMatchObject({
      method: "PUT",
      path: "/product/sellers/4711/products/archive-state",
      body: '{"items":[{"barcode":"A","archived":true},{"barcode":"B","archived":true}]}',
    })
  })

  it("puts them back by the same call", async () => {
    const { channel, session, sent } = testSession(() => '{"batchRequestId":"b-2"}')
    await channel.offers.write(session, [{ externalId: "A", onSale: true }])
    expect(sent[0]?.body).toBe('{"items":[{"barcode":"A","archived":false}]}')
  })

  it.each([
    ["is lost", { status: 502, body: "" }],
    ["cannot be read", { status: 200, body: "{}" }],
  ])("is not repeated when its answer %s", async (_, answer) => {
    const { channel, session, sent } = testSession(() => answer)
    const error = await channelErrorOf(() => channel.offers.write(session, [off("A")]))
    expect(error.kind).toBe("unknown_outcome")
    expect(sent).toHaveLength(1)
  })

  it("reads the answers of its batch, under the names that were sent", async () => {
    const item = (barcode: string, status: string, reasons: string[] = []) => ({
      requestItem: { archived: true, supplierId: 4711, barcode },
      status,
      failureReasons: reasons,
    })
    const { channel, session } = testSession(() =>
      JSON.stringify({
        status: "COMPLETED",
        itemCount: 2,
        batchRequestType: "ProductArchiveUpdate",
        notes: null,
        items: [item("A1", "SUCCESS"), item("B", "FAILED", ["Ürün bulunamadı."])],
      }),
    )
    expect(await channel.offers.settle?.(session, "b-1", ["A 1", "B"])).toEqual({
      done: true,
      items: [
        { externalId: "A 1", outcome: { status: "accepted" } },
        {
          externalId: "B",
          outcome: { status: "rejected", code: "FAILED", message: "Ürün bulunamadı.", final: true },
        },
      ],
    })
  })
})

describe("where archiving counts", () => {
  it("is on every channel of the seller, unless the options say otherwise", () => {
    const goesTogether = (options: TrendyolOptions) => new TrendyolChannel({}, options).traits.offer?.of
    expect(goesTogether({})).toBe("account")
    expect(goesTogether({ archives: "seller" })).toBe("account")
    expect(goesTogether({ archives: "storefront" })).toBe("listing")
    expect(() => TrendyolChannel.validateOptions({ archives: "everywhere" })).toThrow(/seller/)
  })
})

describe("reading what is on sale", () => {
  it("asks fifty at a time, and leaves out variants that nobody asked for", async () => {
    const { channel, session, sent } = testSession(({ query }) => {
      const first = String(query["barcodes"]).split(",")[0]
      const variants = [
        { barcode: first, archived: true },
        { barcode: "ELSE", archived: true },
      ]
      return JSON.stringify({ content: [{ contentId: 1, variants }] })
    })
    const asked = Array.from({ length: 51 }, (_, index) => `A-${index}`)
    expect(await channel.offers.read(session, asked)).toEqual([
      { externalId: "A-0", onSale: false },
      { externalId: "A-50", onSale: false },
    ])
    expect(sent).toHaveLength(2)
  })

  it("counts as on sale what says nothing of being archived", async () => {
    const { channel, session } = testSession(
      () => '{"content":[{"contentId":1,"variants":[{"barcode":"A"},{"barcode":"B","archived":null}]}]}',
    )
    expect(await channel.offers.read(session, ["A", "B"])).toEqual([
      { externalId: "A", onSale: true },
      { externalId: "B", onSale: true },
    ])
  })
})
