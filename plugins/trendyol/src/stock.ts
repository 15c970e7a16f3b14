import type { Outcome, RemoteStock, StockWrite } from "@serai/channels/contract"
import type { TrendyolSession } from "./client"
import { readInventory, sendInventory } from "./inventory"

/** Absolute sellable figures; the answer per item comes later, as the batch. */
export async function writeStock(session: TrendyolSession, items: StockWrite[]): Promise<Outcome[]> {
  const body = JSON.stringify({
    items: items.map(({ externalId, quantity }) => ({ barcode: externalId, quantity })),
  })
  const batch = await sendInventory(session, body)
  return items.map(() => ({ status: "pending", batch }))
}

export async function readStock(session: TrendyolSession, externalIds: string[]): Promise<RemoteStock[]> {
  const found = await readInventory(session, externalIds)
  return found.flatMap(({ externalId, shown: { quantity } }) =>
    quantity == null ? [] : [{ externalId, quantity }],
  )
}
