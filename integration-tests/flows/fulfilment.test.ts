import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"
import { warehouse } from "./warehouse"

interface AdminOrder {
  items: { id: string; variant_sku: string; quantity: number; detail: { fulfilled_quantity: number } }[]
  fulfillments: { id: string; canceled_at: string | null; data: Record<string, unknown> }[]
}

describe("fulfilling a marketplace order in Medusa", () => {
  let world: World
  let shippingOptionId: string

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR", "RO"], products: { MUG: 10, BOWL: 10 } })
    shippingOptionId = await warehouse(world).shipWithTrendyol(["MUG", "BOWL"])
    await world.untilShown("TR", "BOWL", 10)
    await world.untilShown("RO", "BOWL", 10)
  }, 240_000)
  afterAll(() => world.close())

  const orderIdOf = (orderNumber: string) =>
    eventually("the order", async () => {
      const { rows } = await world.db.query<{ order_id: string }>(
        `select order_id from ledger.channel_order where external_id = $1`,
        [orderNumber],
      )
      return rows[0]?.order_id
    })

  const retrieve = async (orderId: string) =>
    (
      await world.admin.get<{ order: AdminOrder }>(
        `/admin/orders/${orderId}?fields=*items,*items.detail,*fulfillments`,
      )
    ).order

  const stockOf = async (sku: string) => {
    const { rows } = await world.db.query<{ stocked: number; reserved: number }>(
      `select l.stocked_quantity::int as stocked, coalesce(sum(r.quantity), 0)::int as reserved
       from inventory_item i join inventory_level l on l.inventory_item_id = i.id
       left join reservation_item r on r.inventory_item_id = i.id and r.deleted_at is null
       where i.sku = $1 group by l.id`,
      [sku],
    )
    return rows[0]
  }

  const packageState = (orderNumber: string, state: string) =>
    eventually(`the package to be ${state}`, async () => {
      const { rows } = await world.db.query<{ state: string }>(
        `select state from ledger.order_package where order_external_id = $1`,
        [orderNumber],
      )
      return rows.some((row) => row.state === state)
    })

  async function fulfil(orderId: string, sku?: string) {
    const items = (await retrieve(orderId)).items.filter((item) => !sku || item.variant_sku === sku)
    await world.admin.post(`/admin/orders/${orderId}/fulfillments`, {
      items: items.map(({ id, quantity }) => ({ id, quantity })),
      location_id: world.locationId,
      shipping_option_id: shippingOptionId,
    })
  }

  it("moves its package to Picking, takes the pieces off the shelf, and leaves the published figure right", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 3 }])
    await world.untilShown("RO", "MUG", 7)
    const orderId = await orderIdOf(orderNumber)
    await fulfil(orderId)

    await packageState(orderNumber, "picking")
    expect(await stockOf("MUG")).toEqual({ stocked: 7, reserved: 0 })
    const { items, fulfillments } = await retrieve(orderId)
    expect(items[0]!.detail.fulfilled_quantity).toBe(3)
    expect(fulfillments[0]!.data).toMatchObject({ order_number: orderNumber })
    world.buy("RO", [{ sku: "MUG", quantity: 1 }])
    await world.untilShown("TR", "MUG", 6)
    await world.untilShown("RO", "MUG", 6)
  })

  it("reserves the pieces again when the fulfilment is cancelled, and may be fulfilled again", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "BOWL", quantity: 2 }])
    await world.untilShown("RO", "BOWL", 8)
    const orderId = await orderIdOf(orderNumber)
    await fulfil(orderId)
    await packageState(orderNumber, "picking")
    const [fulfilment] = (await retrieve(orderId)).fulfillments
    await world.admin.post(`/admin/orders/${orderId}/fulfillments/${fulfilment!.id}/cancel`)

    expect(await stockOf("BOWL")).toEqual({ stocked: 10, reserved: 2 })
    await fulfil(orderId)
    expect(await stockOf("BOWL")).toEqual({ stocked: 8, reserved: 0 })
    await world.untilShown("TR", "BOWL", 8)
    await world.untilShown("RO", "BOWL", 8)
  })

  it("fulfils what is left when the buyer has cancelled the rest", async () => {
    const { orderNumber } = world.buy("TR", [
      { sku: "MUG", quantity: 1 },
      { sku: "BOWL", quantity: 1 },
    ])
    const orderId = await orderIdOf(orderNumber)
    world.cancel("TR", orderNumber, [{ sku: "BOWL", quantity: 1 }])
    await eventually("the piece to be given back", async () => (await stockOf("BOWL"))?.reserved === 0)
    const before = await stockOf("MUG")
    await fulfil(orderId, "MUG")
    await packageState(orderNumber, "picking")
    expect(await stockOf("MUG")).toEqual({ stocked: before!.stocked - 1, reserved: before!.reserved - 1 })
    expect(await stockOf("BOWL")).toEqual({ stocked: 8, reserved: 0 })
  })
})
