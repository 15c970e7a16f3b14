import { sandboxWorld, seller, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
beforeEach(async () => {
  world = await sandboxWorld()
})
afterEach(() => world.close())

interface Result {
  status: string
  batchRequestType: string
  items: { requestItem: unknown; status: string; failureReasons: string[] }[]
}

const archive = (items: unknown) =>
  world.call("PUT", "/product/sellers/2738/products/archive-state", { body: { items } })
const archived = async (items: unknown) =>
  (await archive(items)).json<{ batchRequestId: string }>().batchRequestId
const resultOf = async (id: string) =>
  (await world.call("GET", `/product/sellers/2738/products/batch-requests/${id}`)).json<Result>()
const onSale = (barcode: string) =>
  world.buyers.shop({ sellerId: seller.sellerId, storefront: "TR", barcodes: [barcode] })[0]?.onSale

describe("an archive batch", () => {
  it("is worked off later, with a status of its own", async () => {
    const id = await archived([{ barcode: "B-2", archived: true }])
    expect(await resultOf(id)).toMatchObject({ status: "IN_PROGRESS", items: [{ status: "IN_PROGRESS" }] })
    expect(onSale("B-2")).toBe(true)
    world.clock.advance(150)
    expect(await resultOf(id)).toMatchObject({
      status: "COMPLETED",
      batchRequestType: "ProductArchiveUpdate",
      notes: null,
      items: [
        {
          requestItem: { archived: true, supplierId: 2738, barcode: "B-2" },
          batchRequestLogId: null,
          status: "SUCCESS",
        },
      ],
    })
    expect(onSale("B-2")).toBe(false)
    await archived([{ barcode: "B-2", archived: false }])
    world.clock.advance(150)
    expect(onSale("B-2")).toBe(true)
  })

  it("fails item by item, completed all the same", async () => {
    const id = await archived([
      { barcode: "NOBODY", archived: true },
      { barcode: "WAITING", archived: true },
      { barcode: "ARCHIVED", archived: true },
    ])
    world.clock.advance(150)
    const { status, items } = await resultOf(id)
    expect(status).toBe("COMPLETED")
    expect(items.map((item) => item.status)).toEqual(["FAILED", "FAILED", "SUCCESS"])
    expect(items[0]?.failureReasons).toHaveLength(1)
  })

  it("is refused whole when it is malformed, empty or too large", async () => {
    const refused = [
      await archive([]),
      await archive([{ barcode: "B-2" }]),
      await archive([{ archived: true }]),
      await archive([{ barcode: "B-2", archived: "yes" }]),
      await archive(Array.from({ length: 1_001 }, () => ({ barcode: "B-2", archived: true }))),
    ]
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 400))
    world.clock.advance(1_000)
    expect(onSale("B-2")).toBe(true)
  })

  it("keeps stock from being written until it is undone", async () => {
    await archived([{ barcode: "B-2", archived: true }])
    world.clock.advance(150)
    const write = async (quantity: number) => {
      const answer = await world.call("POST", "/inventory/sellers/2738/products/price-and-inventory", {
        body: { items: [{ barcode: "B-2", quantity }] },
      })
      world.clock.advance(150)
      return (await resultOf(answer.json<{ batchRequestId: string }>().batchRequestId)).items[0]?.status
    }
    expect(await write(7)).toBe("FAILED")
    await archived([{ barcode: "B-2", archived: false }])
    world.clock.advance(150)
    expect(await write(8)).toBe("SUCCESS")
  })

  it.each([
    ["seller", false],
    ["storefront", true],
  ] as const)("counts for the %s, as the sandbox is told", async (archives, onSaleInTurkey) => {
    await world.close()
    world = await sandboxWorld({ rules: { archives } })
    await world.call("PUT", "/product/sellers/2738/products/archive-state", {
      body: { items: [{ barcode: "B-2", archived: true }] },
      headers: { storefrontcode: "RO" },
    })
    world.clock.advance(150)
    const shelf = { sellerId: seller.sellerId, storefront: "RO" as const, barcodes: ["B-2"] }
    expect(world.buyers.shop(shelf)).toMatchObject([{ onSale: false }])
    expect(onSale("B-2")).toBe(onSaleInTurkey)
  })
})
