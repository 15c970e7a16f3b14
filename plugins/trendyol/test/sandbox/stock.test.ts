import { sandboxWorld, seller, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
beforeEach(async () => {
  world = await sandboxWorld()
})
afterEach(() => world.close())

interface BatchItem {
  requestItem: { barcode: string; quantity?: number }
  status: string
  failureReasons: string[]
}

const push = (items: unknown, headers = {}) =>
  world.call("POST", "/inventory/sellers/2738/products/price-and-inventory", { body: { items }, headers })
const pushed = async (items: unknown, headers = {}) =>
  (await push(items, headers)).json<{ batchRequestId: string }>().batchRequestId
const result = (id: string) => world.call("GET", `/product/sellers/2738/products/batch-requests/${id}`)
const itemsOf = async (id: string) => (await result(id)).json<{ items: BatchItem[] }>().items
const shown = (barcode: string, storefront: "TR" | "RO" = "TR") =>
  world.buyers.shop({ sellerId: seller.sellerId, storefront, barcodes: [barcode] })[0]?.quantity

describe("a stock batch", () => {
  it("is worked off later, part by part, without a status of its own", async () => {
    const id = await pushed([
      { barcode: "B-2", quantity: 7 },
      { barcode: "B-3", quantity: 8 },
    ])
    expect((await itemsOf(id)).map((item) => item.status)).toEqual(["IN_PROGRESS", "IN_PROGRESS"])
    expect(shown("B-2")).toBe(5)
    world.clock.advance(75)
    expect((await itemsOf(id)).map((item) => item.status)).toEqual(["SUCCESS", "IN_PROGRESS"])
    world.clock.advance(75)
    expect((await itemsOf(id)).map((item) => item.status)).toEqual(["SUCCESS", "SUCCESS"])
    expect([shown("B-2"), shown("B-3")]).toEqual([7, 8])
    expect((await result(id)).json()).not.toHaveProperty("status")
  })

  it("overwrites what was sold while it waited: the figure is absolute", async () => {
    await pushed([{ barcode: "B-2", quantity: 5 }])
    world.buyers.placeOrder({ sellerId: 2738, lines: [{ barcode: "B-2", quantity: 4 }] })
    expect(shown("B-2")).toBe(1)
    world.clock.advance(150)
    expect(shown("B-2")).toBe(5)
  })

  it("fails item by item", async () => {
    const items = [
      { barcode: "B-2", quantity: 20_001 },
      { barcode: "B-2", quantity: -1 },
      { barcode: "B-2", quantity: 1.5 },
      { barcode: "B-2", salePrice: 10, listPrice: 9 },
      { barcode: "NOBODY", quantity: 1 },
      { barcode: "WAITING", quantity: 1 },
      { barcode: "ARCHIVED", quantity: 1 },
      { barcode: "LOCKED", quantity: 1 },
      { barcode: "B 3", quantity: 3 },
      { barcode: "B-3", quantity: 20_000, salePrice: 9.99, listPrice: 10.5 },
    ]
    const id = await pushed(items)
    world.clock.advance(150)
    const answered = await itemsOf(id)
    expect(answered.map((item) => item.status)).toEqual([...Array<string>(9).fill("FAILED"), "SUCCESS"])
    expect(answered.slice(0, 9).every((item) => item.failureReasons.length === 1)).toBe(true)
    expect(answered[8]?.requestItem.barcode).toBe("B3")
    expect((await result(id)).json()).toMatchObject({ itemCount: 10, failedItemCount: 9 })
    expect(shown("B-2")).toBe(5)
  })

  it("fails the 31st price change of a barcode within a minute, but no stock change", async () => {
    const items = Array.from({ length: 31 }, (_, index) => ({
      barcode: "B-2",
      salePrice: index + 1,
      listPrice: 99,
    }))
    const id = await pushed([...items, { barcode: "B-2", quantity: 1 }])
    world.clock.advance(150)
    const statuses = (await itemsOf(id)).map((item) => item.status)
    expect(statuses.slice(29)).toEqual(["SUCCESS", "FAILED", "SUCCESS"])
  })

  it("is refused whole when it is malformed, empty or too large", async () => {
    const refused = [
      await push([]),
      await push([{ quantity: 1 }]),
      await push([{ barcode: "B-2" }]),
      await push([{ barcode: "B-2", quantity: "7" }]),
      await push(Array.from({ length: 1_001 }, () => ({ barcode: "B-2", quantity: 1 }))),
      await world.call("POST", "/inventory/sellers/2738/products/price-and-inventory", { body: "{items" }),
    ]
    for (const answer of refused) {
      expect(answer.status).toBe(400)
      expect(answer.json<{ errors: unknown[] }>().errors).toHaveLength(1)
    }
    world.clock.advance(1_000)
    expect(shown("B-2")).toBe(5)
  })

  it("is refused when it repeats an earlier one within 15 minutes, whatever the spelling", async () => {
    const path = "/inventory/sellers/2738/products/price-and-inventory"
    const body = '{"items":[{"barcode":"B-2","quantity":3}]}'
    expect((await world.call("POST", path, { body })).status).toBe(200)
    const again = await world.call("POST", path, { body: '{ "items": [ {"quantity":3, "barcode":"B-2"} ] }' })
    expect(again.status).toBe(400)
    expect(again.text).toContain("15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!")
    expect((await world.call("POST", path, { body, headers: { storeFrontCode: "RO" } })).status).toBe(200)
    world.clock.advance(15 * 60_000)
    expect((await world.call("POST", path, { body })).status).toBe(200)
  })

  it("cannot be read after four hours, nor by another name", async () => {
    const id = await pushed([{ barcode: "B-2", quantity: 3 }])
    expect((await result("unknown")).status).toBe(404)
    world.clock.advance(4 * 3_600_000)
    expect((await result(id)).status).toBe(404)
  })

  it("writes the storefront it was sent to", async () => {
    await pushed([{ barcode: "B-2", quantity: 1 }], { storeFrontCode: "RO" })
    world.clock.advance(150)
    expect([shown("B-2"), shown("B-2", "RO")]).toEqual([5, 1])
  })

  it("refuses items late when it is told to misbehave", async () => {
    world.setFaults({ lateRefusal: 1 })
    const id = await pushed([{ barcode: "B-2", quantity: 3 }])
    world.clock.advance(150)
    expect((await itemsOf(id))[0]?.status).toBe("FAILED")
    expect(shown("B-2")).toBe(5)
  })

  it("leaves a numbered trace of every accepted figure", async () => {
    await pushed([
      { barcode: "B-2", quantity: 7 },
      { barcode: "NOBODY", quantity: 8 },
      { barcode: "B-3", quantity: 9 },
    ])
    world.clock.advance(150)
    const trace = (await world.control("GET", "/accepted?since=0&limit=1")).json<{
      entries: unknown[]
      last: number
    }>()
    expect(trace.entries).toMatchObject([
      {
        seq: 1,
        barcode: "B-2",
        quantity: 7,
        storefront: "TR",
        sellerId: 2738,
        receivedAt: expect.any(Number) as number,
      },
    ])
    const rest = (await world.control("GET", `/accepted?since=${trace.last}`)).json<{ entries: unknown[] }>()
    expect(rest.entries).toMatchObject([{ seq: 2, barcode: "B-3", quantity: 9 }])
  })

  it("forgets the oldest traces first", async () => {
    const small = await sandboxWorld({ acceptedLogSize: 2 })
    for (const quantity of [1, 2, 3]) {
      small.accepted.add({ receivedAt: 0, at: 0, sellerId: 1, storefront: "TR", barcode: "B", quantity })
    }
    const { entries, oldest } = small.accepted.after(0)
    expect([oldest, entries.map((entry) => entry.quantity)]).toEqual([2, [2, 3]])
    await small.close()
  })
})
