import { createTrendyolSandbox, type TrendyolSandbox } from "@serai/trendyol/sandbox"
import { Client } from "pg"
import { AdminClient, createOperator } from "./admin"
import { createDatabase } from "./database"
import { eventually } from "./eventually"
import type { MedusaEnvironment } from "./medusa-process"
import { freePort, startServer, type RunningServer } from "./server"

export type Storefront = "TR" | "RO"

export interface WorldOptions {
  storefronts: Storefront[]
  /** Opening stock per SKU; each becomes a product with one variant, and a listing on every storefront. */
  products: Record<string, number>
  /** Leaves the channels unconnected. */
  connect?: boolean
  sandbox?: Parameters<typeof createTrendyolSandbox>[0]
  extra?: Record<string, string>
}

export interface PlacedLine {
  sku: string
  quantity: number
}

/** One seller, one warehouse, a Trendyol with a shelf per storefront, and a Medusa server of its own on a database of its own. */
export interface World {
  admin: AdminClient
  sandbox: TrendyolSandbox
  db: Client
  server: RunningServer
  /** What the server runs with. */
  environment: MedusaEnvironment
  locationId: string
  channelIds: Record<string, string>
  credentials(storefront: Storefront): Record<string, string>
  connect(storefront: Storefront): Promise<string>
  buy(storefront: Storefront, lines: PlacedLine[], options?: { force?: boolean }): { orderNumber: string }
  cancel(storefront: Storefront, orderNumber: string, lines?: { sku: string; quantity: number }[]): void
  /** What buyers of a storefront see. */
  shown(storefront: Storefront, sku: string): number | undefined
  untilShown(storefront: Storefront, sku: string, quantity: number, withinMs?: number): Promise<void>
  /** The Medusa orders of a marketplace order, as the order page tells them. */
  orders(
    externalId: string,
  ): Promise<{ status: string; lines: { sku: string; quantity: number; reserved: number }[] }[]>
  setStock(sku: string, stocked: number): Promise<void>
  /** Kills the server as a power cut would, and starts it again. */
  crash(): Promise<void>
  close(): Promise<void>
}

const seller = { sellerId: 4711, apiKey: "key-4711", apiSecret: "secret-4711" }
export const barcodeOf = (sku: string) => `869${sku}`

export async function createWorld(options: WorldOptions): Promise<World> {
  const [database, sandbox, port] = await Promise.all([
    createDatabase(),
    createTrendyolSandbox(options.sandbox),
    freePort(),
  ])
  sandbox.putSeller({ ...seller, storefronts: options.storefronts })
  const skus = Object.keys(options.products)
  sandbox.putProducts(
    seller.sellerId,
    skus.map((sku) => ({
      barcode: barcodeOf(sku),
      stockCode: sku,
      title: `A ${sku.toLowerCase()}`,
      quantity: 0,
      salePrice: "10.00",
    })),
  )
  const environment: MedusaEnvironment & { port: number } = {
    databaseUrl: database.url,
    port,
    trendyolBaseUrl: sandbox.baseUrl,
    extra: { WEBHOOK_URL: `http://127.0.0.1:${port}`, TRENDYOL_OVERLAP_MS: "60000", ...options.extra },
  }
  await createOperator(environment)
  const server = await startServer(environment)
  const admin = await AdminClient.logIn(server.url)
  const db = new Client({ connectionString: database.url })
  await db.connect()

  const locationId = await createLocation(admin)
  await Promise.all(
    skus.map((sku) => createProduct(admin, { sku, stocked: options.products[sku] ?? 0, locationId })),
  )

  const credentials = (storefront: Storefront) => ({
    sellerId: String(seller.sellerId),
    apiKey: seller.apiKey,
    apiSecret: seller.apiSecret,
    integrator: "SelfIntegration",
    storefront,
  })

  const world: World = {
    admin,
    sandbox,
    db,
    server,
    environment,
    locationId,
    channelIds: {},
    credentials,
    async connect(storefront) {
      const body = {
        marketplace: "trendyol",
        name: `Trendyol ${storefront}`,
        credentials: credentials(storefront),
      }
      const { channel } = await admin.post<{ channel: { id: string } }>("/admin/channels", body)
      world.channelIds[storefront] = channel.id
      return channel.id
    },
    buy: (storefront, lines, more) =>
      sandbox.buyers.placeOrder({
        sellerId: seller.sellerId,
        storefront,
        lines: lines.map((line) => ({ barcode: barcodeOf(line.sku), quantity: line.quantity })),
        ...more,
      }),
    cancel: (_storefront, orderNumber, lines) =>
      void sandbox.buyers.cancelOrder(
        orderNumber,
        lines?.map((line) => ({ barcode: barcodeOf(line.sku), quantity: line.quantity })),
      ),
    shown: (storefront, sku) =>
      sandbox.buyers.shop({ sellerId: seller.sellerId, storefront, barcodes: [barcodeOf(sku)] })[0]?.quantity,
    async untilShown(storefront, sku, quantity, withinMs = 30_000) {
      await eventually(
        `${storefront} to show ${quantity} of ${sku}`,
        () => {
          const shown = world.shown(storefront, sku)
          if (shown !== quantity) throw new Error(`it shows ${shown}`)
          return Promise.resolve(true)
        },
        { withinMs, everyMs: 20 },
      )
    },
    orders: (externalId) => readOrders(db, externalId),
    async setStock(sku, stocked) {
      const { inventory_items: items } = await admin.get<{ inventory_items: { id: string }[] }>(
        `/admin/inventory-items?sku=${sku}`,
      )
      await admin.post(`/admin/inventory-items/${items[0]?.id}/location-levels/${locationId}`, {
        stocked_quantity: stocked,
      })
    },
    async crash() {
      await world.server.kill()
      world.server = await startServer(environment)
    },
    async close() {
      await world.server.stop()
      await db.end()
      await sandbox.close()
      await database.drop()
    },
  }
  if (options.connect !== false) for (const storefront of options.storefronts) await world.connect(storefront)
  return world
}

async function createLocation(admin: AdminClient): Promise<string> {
  const { stock_location: location } = await admin.post<{ stock_location: { id: string } }>(
    "/admin/stock-locations",
    {
      name: "Warehouse",
    },
  )
  return location.id
}

interface CreatedProduct {
  product: { variants: { inventory_items: { inventory_item_id: string }[] }[] }
}

async function createProduct(
  admin: AdminClient,
  product: { sku: string; stocked: number; locationId: string },
): Promise<void> {
  const { sku, stocked, locationId } = product
  const created = await admin.post<CreatedProduct>("/admin/products?fields=*variants.inventory_items", {
    title: `A ${sku.toLowerCase()}`,
    status: "published",
    options: [{ title: "Size", values: ["one"] }],
    variants: [
      {
        title: "one",
        sku,
        barcode: barcodeOf(sku),
        manage_inventory: true,
        options: { Size: "one" },
        prices: [],
      },
    ],
  })
  const itemId = created.product.variants[0]?.inventory_items[0]?.inventory_item_id
  await admin.post(`/admin/inventory-items/${itemId}/location-levels`, {
    location_id: locationId,
    stocked_quantity: stocked,
  })
}

async function readOrders(db: Client, externalId: string) {
  const { rows } = await db.query<{
    status: string
    lines: { sku: string; quantity: number; reserved: number }[]
  }>(
    `select o.status, jsonb_agg(jsonb_build_object('sku', l.variant_sku, 'quantity', i.quantity,
         'reserved', coalesce(r.quantity, 0)) order by l.variant_sku, i.quantity) as lines
     from "order" o
     join order_item i on i.order_id = o.id and i.version = o.version and i.deleted_at is null
     join order_line_item l on l.id = i.item_id
     left join (select line_item_id, sum(quantity) as quantity from reservation_item where deleted_at is null group by 1) r
       on r.line_item_id = l.id
     where o.metadata -> 'serai' ->> 'external_id' = $1
     group by o.id`,
    [externalId],
  )
  return rows
}
