import { realClock, type SandboxClock } from "@serai/channels/sandbox-kit"
import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"

const minute = 60_000

/** Goes as fast as ours, but shows another time. */
function skewed(byMs: number): SandboxClock {
  const clock = realClock()
  return {
    now: () => clock.now() + byMs,
    after: (ms, task) => clock.after(ms, task),
    advance: (ms) => clock.advance(ms),
    stop: () => clock.stop(),
  }
}

describe.each([
  ["behind", -10 * minute],
  ["ahead of", 10 * minute],
])("a marketplace whose clock is ten minutes %s ours", (_name, byMs) => {
  let world: World

  beforeAll(async () => {
    // Without webhooks, so that polls alone must find every order; with the overlap that stands in production.
    world = await createWorld({
      storefronts: ["TR"],
      products: { MUG: 20 },
      sandbox: { clock: skewed(byMs) },
      extra: { WEBHOOK_URL: "", TRENDYOL_OVERLAP_MS: "" },
    })
    await world.untilShown("TR", "MUG", 20)
  }, 240_000)
  afterAll(() => world.close())

  it("loses no order", async () => {
    const numbers: string[] = []
    for (let round = 0; round < 2; round += 1) {
      const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 1 }])
      numbers.push(orderNumber)
      await world.admin.post(`/admin/channels/${world.channelIds.TR}/sync`, { what: "orders" })
      await eventually(`order ${orderNumber}`, async () => {
        const [order] = await world.orders(orderNumber)
        return order?.lines[0]?.reserved === 1
      })
    }
    for (const number of numbers) expect(await world.orders(number)).toHaveLength(1)
    await world.untilShown("TR", "MUG", 18)
  })
})
