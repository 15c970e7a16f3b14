import type { Decimal, Outcome, PriceWrite, RemotePrice } from "@serai/channels/contract"
import type { TrendyolSession } from "./client"
import { readInventory, sendInventory } from "./inventory"

/** Both prices of each listing and no quantity, so that a price never says anything about stock. */
export async function writePrices(session: TrendyolSession, items: PriceWrite[]): Promise<Outcome[]> {
  const batch = await sendInventory(session, priceBody(items))
  return items.map(() => ({ status: "pending", batch }))
}

export async function readPrices(session: TrendyolSession, externalIds: string[]): Promise<RemotePrice[]> {
  const found = await readInventory(session, externalIds)
  return found.flatMap(({ externalId, shown: { salePrice, listPrice } }) =>
    salePrice == null || listPrice == null ? [] : [{ externalId, salePrice, listPrice }],
  )
}

/** Pure. The wire has numbers, and ours are text: the digits are written down as they are, past JavaScript's numbers. */
export function priceBody(items: PriceWrite[]): string {
  const rows = items.map(
    ({ externalId, salePrice, listPrice }) =>
      `{"barcode":${JSON.stringify(externalId)},"salePrice":${literal(salePrice)},"listPrice":${literal(listPrice)}}`,
  )
  return `{"items":[${rows.join(",")}]}`
}

/** JSON allows no leading zeros. */
const literal = (value: Decimal) => value.replace(/^(-?)0+(?=\d)/, "$1")
