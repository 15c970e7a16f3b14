import { eventually } from "../support/eventually"
import { createHookRelay } from "../support/hook-relay"
import { createWorld, type Storefront, type World, type WorldOptions } from "../support/world"

/** A package as Trendyol sends it; tests change fields and send it again. */
export type WirePackage = Record<string, unknown> & { lines: Record<string, unknown>[] }

/** A world whose webhooks pass by the test, so that it can send what Trendyol would, with Trendyol's key. */
export interface DoorWorld extends World {
  deliver(storefront: Storefront, ...packages: WirePackage[]): Promise<Response>
  deliverBytes(storefront: Storefront, body: string): Promise<Response>
  /** The newest telling of an order that has one package, byte by byte. */
  bodyOf(orderNumber: string): Promise<string>
  /** The same, to be changed: its numbers have gone through JavaScript's. */
  toldOf(orderNumber: string): Promise<WirePackage>
}

export async function createDoorWorld(options: WorldOptions): Promise<DoorWorld> {
  const relay = await createHookRelay()
  const world = await createWorld({
    ...options,
    connect: false,
    extra: { WEBHOOK_URL: relay.url, ...options.extra },
  })
  const keys = new Map<string, string>()
  relay.forwardTo(world.server.url)
  const [sku = ""] = Object.keys(options.products)
  for (const storefront of options.storefronts) {
    await world.connect(storefront)
    await world.untilShown(storefront, sku, options.products[sku] ?? 0)
    await world.sandbox.drained()
    const before = relay.seen.length
    const { orderNumber } = world.buy(storefront, [{ sku, quantity: 1 }])
    await world.sandbox.drained()
    keys.set(storefront, String(relay.seen[before]?.["x-api-key"]))
    world.cancel(storefront, orderNumber)
    await eventually(
      "the cancellation",
      async () => (await world.orders(orderNumber))[0]?.status === "canceled",
    )
    await world.untilShown(storefront, sku, options.products[sku] ?? 0)
  }

  const closeWorld = world.close.bind(world)
  const deliverBytes = (storefront: Storefront, body: string) =>
    fetch(`${world.server.url}/hooks/trendyol/${world.channelIds[storefront]}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": keys.get(storefront) ?? "" },
      body,
    })
  const bodyOf = (orderNumber: string) =>
    eventually("the order to be told", async () => {
      const { rows } = await world.db.query<{ body: string }>(
        `select body from ledger.inbox where external_id = $1 order by occurred_at desc limit 1`,
        [orderNumber],
      )
      return rows[0]?.body
    })
  return Object.assign(world, {
    deliverBytes,
    deliver: (storefront: Storefront, ...content: WirePackage[]) =>
      deliverBytes(storefront, JSON.stringify({ content })),
    bodyOf,
    toldOf: async (orderNumber: string) => JSON.parse(await bodyOf(orderNumber)) as WirePackage,
    close: async () => {
      await closeWorld()
      await relay.close()
    },
  })
}
