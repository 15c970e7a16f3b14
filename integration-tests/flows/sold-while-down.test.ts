import { createWorld, type World } from "../support/world"

describe("an order that is placed while the server is down", () => {
  let world: World

  beforeAll(async () => {
    // A webhook that found nobody is not repeated within this test.
    world = await createWorld({ storefronts: ["TR", "RO"], products: { MUG: 10 } })
    await world.untilShown("RO", "MUG", 10)
  }, 180_000)
  afterAll(() => world.close())

  it("is read as soon as the server is back", async () => {
    await world.server.kill()
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 4 }])

    await world.crash()

    await world.untilShown("RO", "MUG", 6)
    expect(await world.orders(orderNumber)).toEqual([
      { status: "pending", lines: [{ sku: "MUG", quantity: 4, reserved: 4 }] },
    ])
  }, 120_000)
})
