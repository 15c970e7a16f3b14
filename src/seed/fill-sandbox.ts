import { Client } from "pg"
import { sandboxControl, type Fetch } from "./sandbox-control"
import { sandboxProducts, type Shown } from "./sandbox-products"
import { accountOf, seller, shops, type ShopCode } from "./shops"

/**
 * Brings the seller and its products back to a sandbox that has just started: it keeps nothing, the database does. Each
 * listing shows what the ledger says the marketplace last accepted, as if the marketplace had never been away.
 */
export async function fillSandbox(baseUrl: string, databaseUrl: string, send: Fetch = fetch): Promise<void> {
  const control = sandboxControl(baseUrl, send)
  const products = sandboxProducts(await acceptedFigures(databaseUrl))
  await control.send("POST", "/sellers", { ...seller, storefronts: shops.map((shop) => shop.storefront) })
  await control.send("POST", "/products", { sellerId: seller.sellerId, products })
}

async function acceptedFigures(databaseUrl: string): Promise<Shown> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ account: string; barcode: string; quantity: number }>(
      `select c.account, l.external_id as barcode, a.accepted::int as quantity
       from ledger.aspect a join ledger.listing l on l.id = a.listing_id
       join public.channel c on c.id = l.channel_id and c.deleted_at is null
       where a.aspect = 'stock' and a.accepted is not null`,
    )
    const figures = new Map(rows.map((row) => [`${row.account} ${row.barcode}`, row.quantity]))
    return (storefront: ShopCode, barcode: string) => figures.get(`${accountOf(storefront)} ${barcode}`)
  } finally {
    await client.end()
  }
}
