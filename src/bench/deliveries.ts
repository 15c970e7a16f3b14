import { createWebhookReceiver, type WebhookReceiver } from "@serai/channels/sandbox-kit"
import { orderOf, type Line, type Shop } from "../stage/shop"
import { until } from "../stage/until"

/** A webhook as the marketplace sends it, kept to be sent again when and where a benchmark wants. */
export interface Delivery {
  headers: Record<string, string>
  body: string
}

const perCall = 200

/** Stands where the server should be: what the marketplace delivers while orders are placed is caught here. */
export async function catchDeliveries(): Promise<WebhookReceiver & { address: string }> {
  const receiver = await createWebhookReceiver()
  return { ...receiver, address: new URL(receiver.url).origin }
}

/** Buyers place these orders; resolves with what the marketplace told of them. */
export async function deliveriesOf(
  { sandbox }: Shop,
  receiver: WebhookReceiver,
  orders: Line[][],
): Promise<Delivery[]> {
  const before = receiver.requests.length
  for (let from = 0; from < orders.length; from += perCall) {
    const batch = orders.slice(from, from + perCall).map((lines) => orderOf("TR", lines))
    await sandbox.control("POST", "/orders/bulk", { orders: batch })
  }
  await until(`${orders.length} webhooks`, 120_000, () =>
    Promise.resolve(receiver.requests.length - before >= orders.length),
  )
  return receiver.requests.slice(before).map(({ headers, rawBody }) => ({
    headers: { "content-type": "application/json", "x-api-key": headers["x-api-key"] ?? "" },
    body: rawBody.toString("utf8"),
  }))
}

/** Invented orders of 1 to `mostLines` lines, small ones far more often, as in a shop; no product twice in one order. */
export function inventOrders(
  random: () => number,
  { count, products, mostLines }: { count: number; products: number; mostLines: number },
): Line[][] {
  return Array.from({ length: count }, () => {
    const lines = 1 + Math.floor(mostLines * random() ** 3)
    const first = Math.floor(random() * products)
    return Array.from({ length: Math.min(lines, products) }, (_, index) => ({
      product: 1 + ((first + index * 7) % products),
      quantity: 1 + Math.floor(random() * 2),
    }))
  })
}
