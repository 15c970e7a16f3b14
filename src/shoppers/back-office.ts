import { z } from "zod"
import { placeNames } from "../seed/catalogue"
import type { Fetch } from "../seed/sandbox-control"

/** What people in the shop do in Medusa: receive goods and hand orders to the courier. */
export interface BackOffice {
  receive(sku: string, pieces: number): Promise<void>
  /** False when the order cannot leave yet: not ingested, an unmapped line, or goods in two places. */
  pack(marketplaceNumber: string): Promise<boolean>
}

export interface BackOfficeOptions {
  url: string
  login: { email: string; password: string }
  fetch: Fetch
}

const itemsSchema = z.object({
  inventory_items: z.array(
    z.object({
      id: z.string(),
      location_levels: z.array(z.object({ location_id: z.string(), stocked_quantity: z.number() })).nullish(),
    }),
  ),
})

/** Through the admin API with the demo's login, as a warehouse program would. */
export async function openBackOffice(options: BackOfficeOptions): Promise<BackOffice> {
  const call = await logIn(options)
  const locations = z
    .object({ stock_locations: z.array(z.object({ id: z.string(), name: z.string() })) })
    .parse(await call("GET", "/admin/stock-locations?fields=id,name"))
  const mainId = locations.stock_locations.find(({ name }) => name === placeNames.istanbul)?.id
  const shipping = await shippingOptions(call)

  return {
    async receive(sku, pieces) {
      const found = itemsSchema.parse(
        await call("GET", `/admin/inventory-items?sku=${sku}&fields=id,*location_levels`),
      )
      const [item] = found.inventory_items
      const level = item?.location_levels?.find(({ location_id }) => location_id === mainId)
      if (!item || !level) throw new Error(`${sku} is not kept in ${placeNames.istanbul}`)
      await call("POST", `/admin/inventory-items/${item.id}/location-levels/${level.location_id}`, {
        stocked_quantity: level.stocked_quantity + pieces,
      })
    },
    async pack(marketplaceNumber) {
      const order = await findOrder(call, marketplaceNumber)
      const place = order && (await placeOf(call, order))
      if (!order || place === undefined) return false
      await call("POST", `/admin/orders/${order.id}/fulfillments`, {
        location_id: place,
        shipping_option_id: shipping.get(place),
        items: order.items.map(({ id, quantity }) => ({ id, quantity })),
        no_notification: true,
      })
      return true
    },
  }
}

type Call = (method: "GET" | "POST", path: string, body?: unknown) => Promise<unknown>

async function logIn({ url, login, fetch: send }: BackOfficeOptions): Promise<Call> {
  const request = async (method: string, path: string, init: { token?: string; body?: unknown }) => {
    const response = await send(url + path, {
      method,
      headers: {
        "content-type": "application/json",
        ...(init.token !== undefined && { authorization: `Bearer ${init.token}` }),
      },
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
    return JSON.parse(text) as unknown
  }
  const { token } = z
    .object({ token: z.string() })
    .parse(await request("POST", "/auth/user/emailpass", { body: login }))
  return (method, path, body) => request(method, path, { token, body })
}

const optionsSchema = z.object({
  shipping_options: z.array(
    z.object({
      id: z.string(),
      service_zone: z.object({ fulfillment_set: z.object({ location: z.object({ id: z.string() }) }) }),
    }),
  ),
})

/** The shipping option that leaves from each place. */
async function shippingOptions(call: Call): Promise<Map<string, string>> {
  const fields = "id,service_zone.fulfillment_set.location.id"
  const { shipping_options } = optionsSchema.parse(
    await call("GET", `/admin/shipping-options?fields=${fields}`),
  )
  return new Map(
    shipping_options.map(({ id, service_zone }) => [service_zone.fulfillment_set.location.id, id]),
  )
}

const ordersSchema = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      metadata: z
        .object({ serai: z.object({ external_id: z.string() }) })
        .nullish()
        .catch(null),
      items: z.array(z.object({ id: z.string(), quantity: z.number() })),
    }),
  ),
})

type MedusaOrder = z.infer<typeof ordersSchema>["orders"][number]

const newest = 150

/** Medusa cannot search an order's metadata, so the newest orders are looked through. */
async function findOrder(call: Call, marketplaceNumber: string): Promise<MedusaOrder | undefined> {
  const fields = "id,metadata,items.id,items.quantity"
  const { orders } = ordersSchema.parse(
    await call("GET", `/admin/orders?limit=${newest}&order=-created_at&fields=${fields}`),
  )
  return orders.find(({ metadata }) => metadata?.serai.external_id === marketplaceNumber)
}

const reservationsSchema = z.object({
  reservations: z.array(z.object({ line_item_id: z.string().nullable(), location_id: z.string() })),
})

/** Where all of the order's pieces are reserved; undefined when a line has none, or they lie in two places. */
async function placeOf(call: Call, { items }: MedusaOrder): Promise<string | undefined> {
  const query = items.map(({ id }) => `line_item_id[]=${id}`).join("&")
  const { reservations } = reservationsSchema.parse(
    await call("GET", `/admin/reservations?${query}&fields=line_item_id,location_id`),
  )
  const [place, ...others] = new Set(reservations.map(({ location_id }) => location_id))
  const reserved = items.every(({ id }) => reservations.some(({ line_item_id }) => line_item_id === id))
  return reserved && others.length === 0 ? place : undefined
}
