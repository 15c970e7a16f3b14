import { ChannelError, type ChannelSessions } from "@serai/channels/contract"
import { TrendyolFulfillmentService } from "../src/fulfillment"
import { testSession, type Answer, type SentRequest } from "./session"

interface Package {
  shipmentPackageId: number
  status: string
  lines: { lineId: number; quantity: number }[]
}

/** A Trendyol that keeps the packages of one order and moves them as asked. */
function desk(
  packages: Package[],
  interfere: (request: SentRequest) => Answer | undefined = () => undefined,
) {
  const wire = ({ lines, ...header }: Package) => ({
    ...header,
    orderNumber: "10700000001",
    orderDate: 1_790_010_800_000,
    lastModifiedDate: 1_790_000_000_000,
    currencyCode: "TRY",
    cargoTrackingNumber: 7280000000000001,
    cargoTrackingLink: "https://tracking.example.com/1",
    lines: lines.map((line) => ({ ...line, barcode: `B${line.lineId}`, lineUnitPrice: 10 })),
  })
  const world = testSession((request) => {
    const disturbance = interfere(request)
    if (request.method === "PUT" && !(disturbance instanceof Error)) {
      const target = packages.find((one) => request.path.endsWith(`/${one.shipmentPackageId}`))
      if (target) target.status = (JSON.parse(request.body ?? "") as { status: string }).status
    }
    return (
      disturbance ?? (request.method === "PUT" ? "200 OK" : JSON.stringify({ content: packages.map(wire) }))
    )
  })
  const sessions: ChannelSessions = {
    open: (channelId) =>
      channelId === "chan_1"
        ? Promise.resolve({ provider: world.channel, session: world.session })
        : Promise.reject(new Error("no such channel")),
  }
  const steps = () =>
    world.sent
      .filter(({ method }) => method === "PUT")
      .map(({ path, body }) => `${path.split("/").at(-1)} ${(JSON.parse(body ?? "") as Package).status}`)
  return { service: new TrendyolFulfillmentService({}, {}, sessions), steps, packages }
}

const line = (lineId: number, quantity = 1) => ({ lineId, quantity })
const packed = (shipmentPackageId: number, status: string, ...lines: Package["lines"]): Package => ({
  shipmentPackageId,
  status,
  lines,
})

const metadata = { serai: { channel_id: "chan_1", marketplace: "trendyol", external_id: "10700000001" } }
const orderItem = (lineId: number, required = 1) => ({
  id: `item_${lineId}`,
  metadata: { serai: { external_line_id: String(lineId) } },
  variant: { inventory_items: [{ required_quantity: required, inventory: { id: `iitem_${lineId}` } }] },
})
const fulfilled = (lineId: number, quantity = 1) => ({
  line_item_id: `item_${lineId}`,
  inventory_item_id: `iitem_${lineId}`,
  quantity,
})

type Create = Parameters<TrendyolFulfillmentService["createFulfillment"]>
const order = (...items: object[]) =>
  ({ id: "order_1", display_id: 12, metadata, items }) as unknown as Create[2]

describe("fulfilling a Trendyol order", () => {
  it("moves its package to Picking and hands back its tracking", async () => {
    const { service, steps } = desk([packed(1, "Created", line(7, 2))])
    const made = await service.createFulfillment({}, [fulfilled(7, 2)], order(orderItem(7)), {})
    expect(steps()).toEqual(["1 Picking"])
    expect(made).toEqual({
      data: {
        channel_id: "chan_1",
        order_number: "10700000001",
        packages: [
          {
            id: "1",
            state: "Picking",
            tracking_number: "7280000000000001",
            tracking_url: "https://tracking.example.com/1",
            carrier: null,
          },
        ],
      },
      labels: [
        {
          tracking_number: "7280000000000001",
          tracking_url: "https://tracking.example.com/1",
          label_url: "",
        },
      ],
    })
  })

  const invoice = { invoice_number: "EME2026000000001" }

  it.each<[string, Create[0], Create[3], Create[4]]>([
    ["data", invoice, {}, undefined],
    ["metadata", {}, { metadata: invoice }, undefined],
    ["additional data", {}, {}, invoice],
  ])("goes on to Invoiced with an invoice number in its %s", async (_name, data, fulfilment, additional) => {
    const { service, steps } = desk([packed(1, "Created", line(7))])
    await service.createFulfillment(data, [fulfilled(7)], order(orderItem(7)), fulfilment, additional)
    expect(steps()).toEqual(["1 Picking", "1 Invoiced"])
  })

  it("does not repeat steps that were taken before", async () => {
    const { service, steps } = desk([packed(1, "Picking", line(7)), packed(2, "Invoiced", line(8))])
    await service.createFulfillment(
      invoice,
      [fulfilled(7), fulfilled(8)],
      order(orderItem(7), orderItem(8)),
      {},
    )
    expect(steps()).toEqual(["1 Invoiced"])
  })

  it("moves only the packages whose lines are fulfilled, and none that were replaced", async () => {
    const { service, steps } = desk([
      packed(1, "UnPacked", line(7), line(8)),
      packed(2, "Created", line(7)),
      packed(3, "Created", line(8)),
    ])
    await service.createFulfillment({}, [fulfilled(7)], order(orderItem(7), orderItem(8)), {})
    expect(steps()).toEqual(["2 Picking"])
  })

  it("moves both packages of a line that was split by quantity", async () => {
    const { service, steps } = desk([packed(1, "Created", line(7, 2)), packed(2, "Created", line(7, 1))])
    await service.createFulfillment({}, [fulfilled(7, 3)], order(orderItem(7)), {})
    expect(steps()).toEqual(["1 Picking", "2 Picking"])
  })

  it("counts pieces of a kit, not its parts", async () => {
    const { service, steps } = desk([packed(1, "Created", line(7, 2))])
    await service.createFulfillment({}, [fulfilled(7, 8)], order(orderItem(7, 4)), {})
    expect(steps()).toEqual(["1 Picking"])
  })

  it("counts a line once, though it is reserved at two locations", async () => {
    const { service, steps } = desk([packed(1, "Created", line(7, 2))])
    await service.createFulfillment({}, [fulfilled(7, 2), fulfilled(7, 2)], order(orderItem(7)), {})
    expect(steps()).toEqual(["1 Picking"])
  })

  it("accepts a step whose answer was lost when the package shows that it was taken", async () => {
    let lost = false
    const { service, steps } = desk([packed(1, "Created", line(7))], ({ method }) => {
      if (method !== "PUT" || lost) return undefined
      lost = true
      return { status: 502, body: "" }
    })
    await service.createFulfillment({}, [fulfilled(7)], order(orderItem(7)), {})
    expect(steps()).toEqual(["1 Picking"])
  })

  it("fails when the answer was lost and the package shows nothing", async () => {
    const { service } = desk([packed(1, "Created", line(7))], ({ method }) =>
      method === "PUT" ? new Error("socket hang up") : undefined,
    )
    const made = service.createFulfillment({}, [fulfilled(7)], order(orderItem(7)), {})
    await expect(made).rejects.toMatchObject({ type: "unexpected_state" })
  })
})

describe("what it refuses, in a sentence", () => {
  it.each<[string, Create[2], RegExp]>([
    [
      "no marketplace",
      { id: "order_1", display_id: 12, metadata: null },
      /Order 12 comes from no marketplace/,
    ],
    [
      "another marketplace",
      { id: "order_1", metadata: { serai: { ...metadata.serai, marketplace: "temu" } } },
      /Order order_1 comes from temu/,
    ],
  ])("an order from %s", async (_name, foreign, message) => {
    const { service } = desk([])
    await expect(service.createFulfillment({}, [], foreign, {})).rejects.toMatchObject({
      type: "not_allowed",
      message: expect.stringMatching(message) as string,
    })
  })

  it.each([
    ["a part of a package", [packed(1, "Created", line(7), line(8))], [fulfilled(7)]],
    ["fewer pieces than the package holds", [packed(1, "Created", line(7, 2))], [fulfilled(7, 1)]],
    ["a cancelled package", [packed(1, "Cancelled", line(7))], [fulfilled(7)]],
    [
      "lines that no channel knows",
      [packed(1, "Created", line(7))],
      [{ ...fulfilled(7), line_item_id: "other" }],
    ],
  ])("%s", async (_name, packages, items) => {
    const { service, steps } = desk(packages)
    const made = service.createFulfillment({}, items, order(orderItem(7), orderItem(8)), {})
    await expect(made).rejects.toThrow(/no open Trendyol package/)
    expect(steps()).toEqual([])
  })

  it("an order that Trendyol does not know any more", async () => {
    const { service } = desk([])
    const made = service.createFulfillment({}, [fulfilled(7)], order(orderItem(7)), {})
    await expect(made).rejects.toMatchObject({ type: "not_found" })
  })

  it("nothing of an error that is not the marketplace's", async () => {
    const sessions: ChannelSessions = { open: () => Promise.reject(new TypeError("broken")) }
    const made = new TrendyolFulfillmentService({}, {}, sessions).createFulfillment({}, [], order(), {})
    await expect(made).rejects.toThrow(TypeError)
    await expect(made).rejects.not.toBeInstanceOf(ChannelError)
  })
})

describe("as a Medusa provider", () => {
  const { service } = desk([])

  it("offers a shipping and a return option, and no other", async () => {
    const offered = await service.getFulfillmentOptions()
    expect(offered.map(({ id, is_return }) => [id, is_return ?? false])).toEqual([
      ["trendyol-marketplace", false],
      ["trendyol-return", true],
    ])
    expect(await service.validateOption({ id: "trendyol-marketplace" })).toBe(true)
    expect(await service.validateOption({ id: "express" })).toBe(false)
  })

  it("calculates no price", async () => {
    expect(await service.canCalculate()).toBe(false)
    await expect(service.calculatePrice()).rejects.toMatchObject({ type: "not_allowed" })
  })

  it("leaves a package at Trendyol as it is when a fulfilment is cancelled", async () => {
    expect(await service.cancelFulfillment()).toEqual({})
  })
})
