import { decimal } from "@serai/channels/contract"
import { priceBody } from "../src/prices"
import { channelErrorOf } from "./fixture"
import { testSession } from "./session"

const price = (externalId: string, salePrice: string, listPrice = salePrice) => ({
  externalId,
  salePrice: decimal.parse(salePrice),
  listPrice: decimal.parse(listPrice),
})

describe("writing prices", () => {
  it("sends both prices and no quantity, and every item waits for the batch", async () => {
    const { channel, session, sent } = testSession(() => '{"batchRequestId":"b-1"}')
    const outcomes = await channel.prices.write(session, [price("A", "9.90", "12.00"), price("B", "5.00")])
    expect(outcomes).toEqual([
      { status: "pending", batch: "b-1" },
      { status: "pending", batch: "b-1" },
    ])
    expect(sent[0]).toMatchObject({
      method: "POST",
      path: "/inventory/sellers/4711/products/price-and-inventory",
      body:
        '{"items":[{"barcode":"A","salePrice":9.90,"listPrice":12.00},' +
        '{"barcode":"B","salePrice":5.00,"listPrice":5.00}]}',
    })
  })

  it.each([
    ["1.10", "1.10"],
    ["0.10", "0.10"],
    ["007.50", "7.50"],
    ["900719925474099.31", "900719925474099.31"],
  ])("writes %s down digit for digit", (wanted, written) => {
    expect(priceBody([price("A", wanted)])).toContain(`"salePrice":${written},`)
  })

  it("writes a body that is JSON, whatever a barcode is made of", () => {
    expect(JSON.parse(priceBody([price('A"B\\', "1.50")]))).toEqual({
      items: [{ barcode: 'A"B\\', salePrice: 1.5, listPrice: 1.5 }],
    })
  })

  it("is not repeated when its answer is lost", async () => {
    const { channel, session, sent } = testSession(() => ({ status: 502, body: "" }))
    const error = await channelErrorOf(() => channel.prices.write(session, [price("A", "1.00")]))
    expect(error.kind).toBe("unknown_outcome")
    expect(sent).toHaveLength(1)
  })
})

describe("reading prices", () => {
  it("keeps their digits, and leaves out what Trendyol does not tell or tells as no number", async () => {
    const variants =
      '{"barcode":"A","salePrice":900719925474099.31,"listPrice":900719925474100.10},' +
      '{"barcode":"B","salePrice":9.9},{"barcode":"C","salePrice":"soon","listPrice":1}'
    const { channel, session } = testSession(() => `{"content":[{"variants":[${variants}]}]}`)
    expect(await channel.prices.read(session, ["A", "B", "C", "D"])).toEqual([
      { externalId: "A", salePrice: "900719925474099.31", listPrice: "900719925474100.10" },
    ])
  })
})
