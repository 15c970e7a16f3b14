import { Client } from "pg"
import { choosePort } from "../launch/machine"
import { barcodeOf, createProducts, createWarehouse, skuOf } from "./catalogue"
import { copyDatabase } from "./database"
import { startServer, stageTemplate, type Stage, type StageServer } from "./medusa"
import { logIn, type AdminApi } from "./operator"
import { startSandbox, type StageSandbox } from "./sandbox"
import { until } from "./until"

/** The storefronts of one Trendyol seller, each a channel of its own. */
export type Storefront = "TR" | "RO"

export interface ShopOptions {
  /** Names the server's process and log. */
  name: string
  storefronts: Storefront[]
  /** How many products, each listed on every storefront. */
  products: number
  stocked: number
  /** Where the marketplace delivers webhooks; the server itself when left out. */
  webhookUrl?: string
  /** One process answers requests and another works on jobs, as in production; one does both when left out. */
  workerApart?: boolean
  sandboxArgs?: string[]
}

/** One seller, one warehouse, a simulated marketplace and a server, on a database of their own. */
export interface Shop {
  databaseUrl: string
  db: Client
  sandbox: StageSandbox
  server: StageServer
  api: AdminApi
  channelIds: Map<Storefront, string>
  close(): Promise<void>
}

export interface Line {
  product: number
  quantity: number
}

const seller = { sellerId: 4711, apiKey: "key-4711", apiSecret: "secret-4711" }

/** Resolves when every channel is connected and shows its stock. */
export async function openShop(stage: Stage, options: ShopOptions): Promise<Shop> {
  const [database, sandbox, port] = await Promise.all([
    copyDatabase(stageTemplate(stage), "serai_stage_copy"),
    startSandbox(stage.site, "trendyol", options.sandboxArgs),
    choosePort(undefined, "127.0.0.1"),
  ])
  const db = new Client({ connectionString: database.url })
  await db.connect()
  await createWarehouse(db)
  await createProducts(db, { from: 1, to: options.products }, options.stocked)
  await stockShelves(sandbox, options)
  const environment = {
    TRENDYOL_BASE_URL: sandbox.url,
    WEBHOOK_URL: options.webhookUrl ?? `http://127.0.0.1:${port}`,
  }
  const { server, worker } = await startProcesses(stage, options, {
    databaseUrl: database.url,
    port,
    environment,
  })
  const api = await logIn(server.url)
  const channelIds = new Map<Storefront, string>()
  for (const storefront of options.storefronts) channelIds.set(storefront, await connect(api, storefront))
  await untilShown(db, options.storefronts.length * options.products)
  return {
    databaseUrl: database.url,
    db,
    sandbox,
    server,
    api,
    channelIds,
    async close() {
      await server.process.stop()
      await worker?.process.stop()
      await sandbox.process.stop()
      await db.end()
      await database.drop()
    },
  }
}

async function startProcesses(
  stage: Stage,
  { name, workerApart }: ShopOptions,
  common: { databaseUrl: string; port: number; environment: Record<string, string> },
): Promise<{ server: StageServer; worker: StageServer | undefined }> {
  if (!workerApart) return { server: await startServer(stage, { ...common, name }), worker: undefined }
  const inMode = (mode: string) => ({ ...common.environment, MEDUSA_WORKER_MODE: mode })
  const server = await startServer(stage, { ...common, name, environment: inMode("server") })
  const worker = await startServer(stage, {
    ...common,
    name: `${name}-worker`,
    port: await choosePort(undefined, "127.0.0.1"),
    environment: inMode("worker"),
  })
  return { server, worker }
}

async function stockShelves(sandbox: StageSandbox, { products, storefronts }: ShopOptions): Promise<void> {
  await sandbox.control("POST", "/sellers", { ...seller, storefronts })
  const shelf = Array.from({ length: products }, (_, index) => ({
    barcode: barcodeOf(index + 1),
    stockCode: skuOf(index + 1),
    title: `Product ${index + 1}`,
    quantity: 0,
    salePrice: "10.00",
  }))
  await sandbox.control("POST", "/products", { sellerId: seller.sellerId, products: shelf })
}

async function connect(api: AdminApi, storefront: Storefront): Promise<string> {
  const { channel } = await api.send<{ channel: { id: string } }>("POST", "/admin/channels", {
    marketplace: "trendyol",
    name: `Trendyol ${storefront}`,
    credentials: {
      sellerId: String(seller.sellerId),
      apiKey: seller.apiKey,
      apiSecret: seller.apiSecret,
      integrator: "SelfIntegration",
      storefront,
    },
  })
  return channel.id
}

/** A first reading of listings, mapping and a first push take seconds. */
async function untilShown(db: Client, listings: number, withinMs = 120_000): Promise<void> {
  await until(`${listings} listings to show their stock`, withinMs, async () => {
    const { rows } = await db.query<{ settled: string }>(
      `select count(*) as settled from ledger.aspect where aspect = 'stock' and state = 'settled' and accepted is not null`,
    )
    return Number(rows[0]?.settled ?? 0) >= listings
  })
}

export interface PlacedOrder {
  orderNumber: string
}

/** What the sandbox takes as a buyer's order. */
export const orderOf = (storefront: Storefront, lines: Line[]) => ({
  sellerId: seller.sellerId,
  storefront,
  lines: lines.map(({ product, quantity }) => ({ barcode: barcodeOf(product), quantity })),
})

/** A buyer orders; throws when the shelf does not have it. */
export const buy = (sandbox: StageSandbox, storefront: Storefront, lines: Line[]): Promise<PlacedOrder> =>
  sandbox.control("POST", "/orders", orderOf(storefront, lines))

/** Which order a webhook's body tells of. */
export function orderNumberIn(body: string): string {
  const number = /"orderNumber":"([^"]+)"/.exec(body)?.[1]
  if (number === undefined) throw new Error("A delivery names no order.")
  return number
}
