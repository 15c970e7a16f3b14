import { createWorld, type World } from "../support/world"

describe("a sale on one channel", () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR", "RO"], products: { MUG: 10, BOWL: 3, KIT: 0 } })
  }, 180_000)
  afterAll(() => world.close())

  it("becomes one Medusa order with its pieces reserved, and lowers the other channel", async () => {
    await world.untilShown("RO", "MUG", 10)
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 4 }])

    await world.untilShown("RO", "MUG", 6)

    const orders = await world.orders(orderNumber)
    expect(orders).toEqual([{ status: "pending", lines: [{ sku: "MUG", quantity: 4, reserved: 4 }] }])
    expect(world.shown("TR", "MUG")).toBe(6)
  })

  it("is given back everywhere when it is cancelled", async () => {
    const { orderNumber } = world.buy("RO", [{ sku: "BOWL", quantity: 3 }])
    await world.untilShown("TR", "BOWL", 0)

    world.cancel("RO", orderNumber)

    await world.untilShown("TR", "BOWL", 3)
    expect(await world.orders(orderNumber)).toEqual([
      { status: "canceled", lines: [{ sku: "BOWL", quantity: 3, reserved: 0 }] },
    ])
  })
})
