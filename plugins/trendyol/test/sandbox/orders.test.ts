import { readFileSync } from "node:fs"
import { sandboxWorld, seller, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
beforeEach(async () => {
  world = await sandboxWorld()
})
afterEach(() => world.close())

interface WireLine {
  lineId: number
  barcode: string
  quantity: number
}
interface WirePackage {
  shipmentPackageId: number
  orderNumber: string
  status: string
  orderDate: number
  lastModifiedDate: number
  createdBy: string
  originPackageIds: number[] | null
  customerId: number
  customerFirstName: string
  cargoTrackingNumber: number
  lines: WireLine[]
}
interface StreamPage {
  hasMore: boolean
  nextCursor: string | null
  content: WirePackage[]
}

const streamPath = "/order/sellers/2738/orders/stream"
const stream = async (query = "") => (await world.call("GET", `${streamPath}?${query}`)).json<StreamPage>()
const list = (query = "") => world.call("GET", `/order/sellers/2738/v2/orders?${query}`)
const packages = async () => (await stream("size=200")).content
const statusById = async () =>
  Object.fromEntries((await packages()).map((one) => [one.shipmentPackageId, one.status]))
const buy = (lines: { barcode: string; quantity: number }[], more = {}) =>
  world.buyers.placeOrder({ sellerId: seller.sellerId, lines, ...more })
const shown = (barcode: string) =>
  world.buyers.shop({ sellerId: seller.sellerId, barcodes: [barcode] })[0]?.quantity

const sample = "../shared/reference/payloads/trendyol/orders-stream-page.json"
const readSample = (): string | null => {
  try {
    return readFileSync(sample, "utf8")
  } catch {
    return null
  }
}

describe("buying", () => {
  it("takes the pieces off the shelf at once, and refuses what is sold out as a whole", () => {
    buy([{ barcode: "B-2", quantity: 4 }])
    expect(shown("B-2")).toBe(1)
    expect(() =>
      buy([
        { barcode: "B-3", quantity: 1 },
        { barcode: "B-2", quantity: 2 },
      ]),
    ).toThrow("sold out: B-2 (shown: 1)")
    expect(shown("B-3")).toBe(5)
    expect(world.stats()).toMatchObject({ orders: 1, pieces: 4, refusedAsSoldOut: 1 })
  })

  it("counts two lines of one barcode together", () => {
    expect(() =>
      buy([
        { barcode: "B-2", quantity: 3 },
        { barcode: "B-2", quantity: 3 },
      ]),
    ).toThrow("sold out")
    expect(shown("B-2")).toBe(5)
  })

  it("does not sell what is archived, unapproved or unknown, unless forced", () => {
    expect(() => buy([{ barcode: "ARCHIVED", quantity: 1 }])).toThrow("not on sale")
    expect(() => buy([{ barcode: "WAITING", quantity: 1 }])).toThrow("not on sale")
    buy([{ barcode: "B-2", quantity: 9 }], { force: true })
    expect(shown("B-2")).toBe(0)
  })

  it("takes an order number once", () => {
    buy([{ barcode: "B-2", quantity: 1 }], { orderNumber: "A-1" })
    expect(() => buy([{ barcode: "B-2", quantity: 1 }], { orderNumber: "A-1" })).toThrow("order number taken")
    expect(shown("B-2")).toBe(4)
  })
})

describe("a package on the wire", () => {
  it("has sums that follow from its lines, with two decimals each", async () => {
    buy([{ barcode: "8683772071724", quantity: 3 }])
    buy([{ barcode: "B-3", quantity: 3 }], { orderNumber: "cents" })
    const { text } = await world.call("GET", streamPath)
    expect(text).toContain('"packageTotalPrice":1496.70')
    expect(text).toContain('"lineUnitPrice":498.90')
    expect(text).toContain('"packageTotalPrice":0.30')
  })

  it("takes discounts off per piece", async () => {
    world.buyers.placeOrder({
      sellerId: 2738,
      lines: [{ barcode: "B-2", quantity: 2, unitPrice: "17.50", discount: "2.50" }],
    })
    const { text } = await world.call("GET", streamPath)
    for (const part of [
      '"packageGrossAmount":40.00',
      '"packageSellerDiscount":5.00',
      '"packageTotalPrice":35.00',
      '"lineGrossAmount":20.00',
      '"lineSellerDiscount":2.50',
      '"lineUnitPrice":17.50',
    ]) {
      expect(text).toContain(part)
    }
  })

  it("delivers orderDate shifted to GMT+3, and no other date", async () => {
    buy([{ barcode: "B-2", quantity: 1 }])
    const [one] = await packages()
    expect(one?.orderDate).toBe(world.clock.now() + 3 * 3_600_000)
    expect(one?.lastModifiedDate).toBe(world.clock.now())
  })

  it("masks waiting orders", async () => {
    buy([{ barcode: "B-2", quantity: 1 }], { status: "Awaiting" })
    const [one] = await packages()
    expect(one).toMatchObject({ status: "Awaiting", customerFirstName: "***", customerId: 0 })
    expect(one?.lines[0]?.lineId).toBe(0)
    world.buyers.moveOrder(one?.orderNumber ?? "", "Created")
    const [later] = await packages()
    expect(later?.customerId).toBeGreaterThan(0)
    expect(later?.lines[0]?.lineId).toBeGreaterThan(0)
  })

  const official = readSample()
  const withSample = official === null ? it.skip : it
  withSample(
    `has every field of the official sample that is not optional (skipped without ${sample})`,
    async () => {
      buy([{ barcode: "B-2", quantity: 1 }])
      const [ours] = await packages()
      // The sample is the vendor's page as it stands.
      const page = JSON.parse(official ?? "") as { content: Record<string, unknown>[] }
      const optional = ["whoPays", "invoiceLink", "etgbNo", "etgbDate", "hsCode"]
      const missing = Object.keys(page.content[0] ?? {}).filter((field) => !(field in (ours ?? {})))
      expect(missing.filter((field) => !optional.includes(field))).toEqual([])
    },
  )
})

describe("the stream", () => {
  it("tells the newest first, page by page, each package once", async () => {
    for (let index = 0; index < 5; index += 1) {
      buy([{ barcode: "8683772071724", quantity: 1 }], { orderNumber: `N-${index}` })
      world.clock.advance(10)
    }
    const seen: string[] = []
    let cursor = ""
    for (;;) {
      const page = await stream(`size=2${cursor}`)
      seen.push(...page.content.map((one) => one.orderNumber))
      if (!page.hasMore) break
      cursor = `&nextCursor=${page.nextCursor ?? ""}`
    }
    expect(seen).toEqual(["N-4", "N-3", "N-2", "N-1", "N-0"])
  })

  it("refuses a cursor under changed filters, an unknown one, and a window over 14 days", async () => {
    buy([{ barcode: "B-2", quantity: 1 }])
    buy([{ barcode: "B-2", quantity: 1 }])
    const { nextCursor } = await stream("size=1")
    const refused = [
      `size=1&nextCursor=${nextCursor ?? ""}&packageItemStatuses=Created`,
      "size=1&nextCursor=nonsense",
      `lastModifiedStartDate=0&lastModifiedEndDate=${15 * 86_400_000}`,
      "size=201",
      "packageItemStatuses=Repack",
    ]
    for (const query of refused) expect((await world.call("GET", `${streamPath}?${query}`)).status).toBe(400)
  })

  it("tells only what changed in the window, and nothing older than three months", async () => {
    buy([{ barcode: "B-2", quantity: 1 }])
    const placed = world.clock.now()
    const around = `lastModifiedStartDate=${placed}&lastModifiedEndDate=${placed + 1_000}`
    expect((await stream(around)).content).toHaveLength(1)
    const after = `lastModifiedStartDate=${placed + 1}&lastModifiedEndDate=${placed + 1_000}`
    expect((await stream(after)).content).toHaveLength(0)
    world.clock.advance(91 * 86_400_000)
    expect((await stream(around)).content).toHaveLength(0)
  })

  it("keeps storefronts and sellers apart", async () => {
    buy([{ barcode: "B-2", quantity: 1 }], { storefront: "RO" })
    expect(await packages()).toHaveLength(0)
    const abroad = await world.call("GET", streamPath, { headers: { storeFrontCode: "RO" } })
    expect(abroad.text).toContain('"currencyCode":"RON"')
  })
})

describe("the list", () => {
  it("pages and filters; Cancelled covers UnSupplied", async () => {
    const { orderNumber } = buy([{ barcode: "B-2", quantity: 1 }])
    buy([{ barcode: "B-3", quantity: 1 }])
    world.buyers.cancelOrder(orderNumber)
    expect((await list("status=Cancelled")).json()).toMatchObject({
      totalElements: 1,
      totalPages: 1,
      page: 0,
    })
    expect((await list(`orderNumber=${orderNumber}`)).json()).toMatchObject({ totalElements: 1 })
    expect((await list("size=1&page=1")).json<StreamPage>().content).toHaveLength(1)
  })

  it("refuses what goes beyond its reach", async () => {
    const now = world.clock.now()
    const day = 86_400_000
    const refused = [
      `startDate=${now - 15 * day}&endDate=${now}`,
      `startDate=${now - 40 * day}&endDate=${now - 35 * day}`,
      "size=201",
      "size=200&page=50",
      `shipmentPackageIds=${Array.from({ length: 51 }, (_, index) => index).join(",")}`,
    ]
    for (const query of refused) expect((await list(query)).status).toBe(400)
    expect((await list("size=200&page=49")).status).toBe(200)
  })
})

describe("cancelling", () => {
  it("ends the package and puts the pieces back on the shelf", async () => {
    const { orderNumber, shipmentPackageId } = buy([{ barcode: "B-2", quantity: 2 }])
    world.buyers.cancelOrder(orderNumber)
    expect(await statusById()).toEqual({ [shipmentPackageId]: "Cancelled" })
    expect(shown("B-2")).toBe(5)
    expect(() => world.buyers.cancelOrder(orderNumber)).toThrow("nothing left to cancel")
  })

  it("of a part ends the old package with what was cancelled and opens a new one with the rest", async () => {
    const { orderNumber, shipmentPackageId } = buy([
      { barcode: "B-2", quantity: 3 },
      { barcode: "B-3", quantity: 1 },
    ])
    world.clock.advance(10)
    const { newPackageIds } = world.buyers.cancelOrder(orderNumber, [{ barcode: "B-2", quantity: 1 }])
    const [fresh, old] = await packages()
    expect(old).toMatchObject({ shipmentPackageId, status: "Cancelled", orderNumber })
    expect(old?.lines.map((line) => [line.barcode, line.quantity])).toEqual([["B-2", 1]])
    expect(fresh).toMatchObject({
      shipmentPackageId: newPackageIds[0],
      orderNumber,
      status: "Created",
      createdBy: "cancel",
      originPackageIds: [shipmentPackageId],
    })
    expect(fresh?.lines.map((line) => [line.barcode, line.quantity])).toEqual([
      ["B-2", 2],
      ["B-3", 1],
    ])
    expect(fresh?.cargoTrackingNumber).not.toBe(old?.cargoTrackingNumber)
    expect(fresh?.lines[0]?.lineId).toBe(old?.lines[0]?.lineId)
    expect(shown("B-2")).toBe(3)
  })

  it("does not restock when the switch is off", async () => {
    const other = await sandboxWorld({ rules: { restockOnCancel: false } })
    const lines = [{ barcode: "B-2", quantity: 2 }]
    const { orderNumber } = other.buyers.placeOrder({ sellerId: 2738, lines })
    other.buyers.cancelOrder(orderNumber)
    expect(other.buyers.shop({ sellerId: 2738, barcodes: ["B-2"] })[0]?.quantity).toBe(3)
    await other.close()
  })
})

describe("the control routes", () => {
  it("drive the whole world over HTTP", async () => {
    await world.control("POST", "/sellers", { sellerId: "77", apiKey: "k", apiSecret: "s" })
    await world.control("POST", "/products", { sellerId: 77, products: [{ barcode: "X", quantity: 2 }] })
    const order = { sellerId: 77, lines: [{ barcode: "X", quantity: 2 }] }
    const placed = await world.control("POST", "/orders", order)
    expect(placed.status).toBe(201)
    const soldOut = await world.control("POST", "/orders", order)
    expect([soldOut.status, soldOut.json()]).toEqual([409, { error: "sold out", barcode: "X", shown: 0 }])
    const bulk = await world.control("POST", "/orders/bulk", { orders: [order, { ...order, force: true }] })
    expect(bulk.json<{ results: unknown[] }>().results).toMatchObject([
      { error: "sold out" },
      { orderNumber: expect.any(String) as string },
    ])
    const { orderNumber } = placed.json<{ orderNumber: string }>()
    expect((await world.control("POST", `/orders/${orderNumber}/cancel`, {})).status).toBe(200)
    expect((await world.control("GET", "/shop?seller=77&storefront=TR")).json()).toEqual({
      items: [{ barcode: "X", quantity: 2, salePrice: "100.00", onSale: true }],
    })
    expect((await world.control("POST", "/orders", { sellerId: 77, lines: [] })).status).toBe(400)
    expect((await world.control("GET", "/stats")).json()).toMatchObject({ name: "trendyol", orders: 2 })
  })
})

it("gives no number of an earlier run again", async () => {
  const later = await sandboxWorld({ numbersUsed: 1_000 })
  const order = { sellerId: seller.sellerId, lines: [{ barcode: "B-2", quantity: 1 }] }
  const [first, second] = [world, later].map(({ buyers }) => buyers.placeOrder(order))
  await later.close()
  expect(Number(second!.orderNumber) - Number(first!.orderNumber)).toBe(1_000)
  expect(second!.shipmentPackageId - first!.shipmentPackageId).toBe(1_000)
})
