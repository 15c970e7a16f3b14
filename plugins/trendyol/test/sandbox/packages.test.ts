import { sandboxWorld, seller, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
beforeEach(async () => {
  world = await sandboxWorld()
})
afterEach(() => world.close())

interface WirePackage {
  shipmentPackageId: number
  orderNumber: string
  status: string
  createdBy: string
  originPackageIds: number[] | null
  lines: { lineId: number; barcode: string; quantity: number }[]
}

const packages = async () =>
  (await world.call("GET", "/order/sellers/2738/orders/stream?size=200")).json<{ content: WirePackage[] }>()
    .content
const act = async (one: WirePackage, path: string, body?: unknown, method = "PUT") =>
  (
    await world.call(method, `/order/sellers/2738/shipment-packages/${one.shipmentPackageId}${path}`, {
      body,
    })
  ).status
const split = (one: WirePackage, path: string, body: unknown) => act(one, path, body, "POST")

async function bought(quantities: Record<string, number> = { "B-2": 4, "B-3": 2 }): Promise<WirePackage> {
  const lines = Object.entries(quantities).map(([barcode, quantity]) => ({ barcode, quantity }))
  world.buyers.placeOrder({ sellerId: seller.sellerId, lines })
  const [one] = await packages()
  if (!one) throw new Error("the order did not arrive")
  return one
}

const linesOf = (one: WirePackage) => one.lines.map(({ lineId, quantity }) => ({ lineId, quantity }))
const picking = (one: WirePackage) => ({ lines: linesOf(one), params: {}, status: "Picking" })
const invoiced = (one: WirePackage) => ({
  lines: linesOf(one),
  params: { invoiceNumber: "A" },
  status: "Invoiced",
})
const contents = (found: WirePackage[]) =>
  found
    .map((one) => [one.status, ...one.lines.map((line) => `${line.barcode}×${line.quantity}`)].join(" "))
    .sort()

describe("package status", () => {
  it("goes from Created over Picking to Invoiced, and answers with text", async () => {
    const one = await bought()
    expect(await act(one, "", invoiced(one))).toBe(400)
    expect(await act(one, "", picking(one))).toBe(200)
    expect(await act(one, "", invoiced(one))).toBe(200)
    expect(await act(one, "", picking(one))).toBe(400)
    expect((await packages())[0]?.status).toBe("Invoiced")
  })

  it("refuses foreign lines and quantities that are not the package's", async () => {
    const one = await bought()
    const [first] = linesOf(one)
    expect(await act(one, "", { ...picking(one), lines: [{ lineId: 1, quantity: 1 }] })).toBe(400)
    expect(await act(one, "", { ...picking(one), lines: [first] })).toBe(400)
    expect(await act(one, "", { ...picking(one), lines: [{ ...first, quantity: 9 }] })).toBe(400)
  })

  it("refuses every action on packages that are waiting, gone or on their way", async () => {
    const cancelled = await bought({ "B-2": 1 })
    world.buyers.cancelOrder(cancelled.orderNumber)
    const shipped = await bought({ "B-2": 1 })
    world.buyers.moveOrder(shipped.orderNumber, "Shipped")
    world.buyers.placeOrder({ sellerId: 2738, lines: [{ barcode: "B-3", quantity: 1 }], status: "Awaiting" })
    const [waiting] = await packages()
    for (const one of [cancelled, shipped, waiting ?? shipped]) {
      expect(await act(one, "", picking(one))).toBe(400)
      expect(await act(one, "/items/unsupplied", { lines: linesOf(one), reasonId: 500 })).toBe(400)
      expect(await act(one, "/update-tracking-number", { trackingNumber: "7330001" })).toBe(400)
    }
  })

  it("says in its own words that a finished package takes no tracking number", async () => {
    const one = await bought()
    world.buyers.moveOrder(one.orderNumber, "Delivered")
    const path = `/order/sellers/2738/shipment-packages/${one.shipmentPackageId}/update-tracking-number`
    const answer = await world.call("PUT", path, { body: { trackingNumber: "7330001" } })
    expect(answer.text).toContain("Shipment Update Edilebilir Bir Durumda Değil.")
  })
})

describe("unsupplied", () => {
  it("ends the package with what cannot be supplied and opens one with the rest", async () => {
    const one = await bought()
    const lines = [{ lineId: one.lines[0]?.lineId, quantity: 1 }]
    expect(await act(one, "/items/unsupplied", { lines, reasonId: 503 })).toBe(400)
    expect(await act(one, "/items/unsupplied", { lines, reasonId: 500 })).toBe(200)
    expect(contents(await packages())).toEqual(["Created B-2×3 B-3×2", "UnSupplied B-2×1"])
  })
})

describe("splitting", () => {
  it("happens a little later; meanwhile the package takes no other action", async () => {
    const one = await bought()
    expect(await split(one, "/split", { orderLineIds: [one.lines[0]?.lineId] })).toBe(200)
    expect((await packages())[0]?.status).toBe("Created")
    expect(await act(one, "", picking(one))).toBe(400)
    world.clock.advance(300)
    const found = await packages()
    expect(contents(found)).toEqual(["Created B-2×4", "Created B-3×2", "UnPacked B-2×4 B-3×2"])
    const fresh = found.filter((each) => each.createdBy === "split")
    expect(fresh.map((each) => each.originPackageIds)).toEqual([
      [one.shipmentPackageId],
      [one.shipmentPackageId],
    ])
  })

  it("by quantity keeps the line's id in every part", async () => {
    const one = await bought()
    const lineId = one.lines[0]?.lineId
    expect(
      await split(one, "/quantity-split", { quantitySplit: [{ orderLineId: lineId, quantities: [2, 3] }] }),
    ).toBe(400)
    await split(one, "/quantity-split", { quantitySplit: [{ orderLineId: lineId, quantities: [1, 2] }] })
    world.clock.advance(300)
    const found = await packages()
    expect(contents(found)).toEqual([
      "Created B-2×1",
      "Created B-2×1 B-3×2",
      "Created B-2×2",
      "UnPacked B-2×4 B-3×2",
    ])
    expect(found.filter((each) => each.lines.some((line) => line.lineId === lineId))).toHaveLength(4)
  })

  it("into explicit packages puts what is left out into one more", async () => {
    const one = await bought()
    const packageDetails = [{ orderLineId: one.lines[1]?.lineId, quantities: 1 }]
    await split(one, "/split-packages", { splitPackages: [{ packageDetails }] })
    world.clock.advance(300)
    expect(contents(await packages())).toEqual([
      "Created B-2×4 B-3×1",
      "Created B-3×1",
      "UnPacked B-2×4 B-3×2",
    ])
  })

  it("refuses groups that name every line", async () => {
    const one = await bought()
    const splitGroups = one.lines.map((line) => ({ orderLineIds: [line.lineId] }))
    expect(await split(one, "/multi-split", { splitGroups })).toBe(400)
    expect(await split(one, "/multi-split", { splitGroups: splitGroups.slice(0, 1) })).toBe(200)
  })

  it("divides nothing when the buyer cancelled while it waited", async () => {
    const one = await bought()
    await split(one, "/split", { orderLineIds: [one.lines[0]?.lineId] })
    world.buyers.cancelOrder(one.orderNumber)
    world.clock.advance(300)
    expect(contents(await packages())).toEqual(["Cancelled B-2×4 B-3×2"])
  })
})

describe("carriers and invoices", () => {
  it("change the carrier once in five minutes", async () => {
    const one = await bought()
    expect(await act(one, "/cargo-providers", { cargoProvider: "ARASMP" })).toBe(200)
    expect(await act(one, "/cargo-providers", { cargoProvider: "PTTMP" })).toBe(400)
    world.clock.advance(5 * 60_000)
    expect(await act(one, "/cargo-providers", { cargoProvider: "PTTMP" })).toBe(200)
    expect(await act(one, "/cargo-providers", { cargoProvider: "PIGEON" })).toBe(400)
  })

  it("take one invoice link per package, and each link once", async () => {
    const [first, second] = [await bought({ "B-2": 1 }), await bought({ "B-3": 1 })]
    const link = (one: WirePackage, more = {}) =>
      world.call("POST", "/sellers/2738/seller-invoice-links", {
        body: { invoiceLink: "https://example.com/1", shipmentPackageId: one.shipmentPackageId, ...more },
      })
    expect((await link(first, { invoiceNumber: "AB2026000000001" })).status).toBe(400)
    expect((await link(first, { invoiceNumber: "ABC2026000000001" })).status).toBe(201)
    expect((await link(first, { invoiceLink: "https://example.com/2" })).status).toBe(409)
    expect((await link(second)).status).toBe(409)
  })
})

describe("the stage test calls", () => {
  it("make an order and move it forward only", async () => {
    const body = {
      lines: [{ barcode: "B-2", quantity: 1, discountPercentage: 10 }],
      seller: { sellerId: 2738 },
    }
    const made = await world.call("POST", "/test/order/orders/core", { body, headers: { SellerID: "2738" } })
    expect(made.json()).toEqual({ orderNumber: expect.any(String) as string })
    const [one] = await packages()
    const path = `/test/order/sellers/2738/shipment-packages/${one?.shipmentPackageId ?? 0}/status`
    const move = async (status: string) => (await world.call("PUT", path, { body: { status } })).status
    expect([await move("Shipped"), await move("Delivered"), await move("Shipped")]).toEqual([200, 200, 400])
  })
})
