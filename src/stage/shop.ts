import { Client } from "pg"
import { choosePort } from "../launch/machine"
import { barcodeOf, createProducts, createWarehouse, skuOf, type Range } from "./catalogue"
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
  /** How many sellers, each with a channel on every storefront; one when left out. */
  sellers?: number
  /** How many products, each listed on every storefront. */
  products: number
  stocked: number
  /** Where the marketplace delivers webhooks; the server itself when left out. */
  webhookUrl?: string
  /** One process answers requests and another works on jobs, as in production; one does both when left out. */
  workerApart?: boolean
  sandboxArgs?: string[]
}

/** A channel's place: which of the sellers, from 0, and where it sells. */
export interface Place {
  seller: number
  storefront: Storefront
}

/** Sellers, one warehouse, a simulated marketplace and a server, on a database of their own. */
export interface Shop {
  databaseUrl: string
  db: Client
  sandbox: StageSandbox
  server: StageServer
  api: AdminApi
  /** The first seller's. */
  channelIds: Map<Storefront, string>
  channels: (Place & { id: string })[]
  close(): Promise<void>
}

export interface Line {
  product: number
  quantity: number
}

const firstSeller = 4711

function sellerOf(index: number) {
  const sellerId = firstSeller + index
  return { sellerId, apiKey: `key-${sellerId}`, apiSecret: `secret-${sellerId}` }
}

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
  const channels: Shop["channels"] = []
  for (const place of placesOf(options)) channels.push({ ...place, id: await connect(api, place) })
  await untilShown(db, channels.length * options.products)
  return {
    databaseUrl: database.url,
    db,
    sandbox,
    server,
    api,
    channelIds: new Map(
      channels.filter(({ seller }) => seller === 0).map(({ storefront, id }) => [storefront, id]),
    ),
    channels,
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

const placesOf = ({ storefronts, sellers = 1 }: ShopOptions): Place[] =>
  Array.from({ length: sellers }, (_, seller) =>
    storefronts.map((storefront) => ({ seller, storefront })),
  ).flat()

async function stockShelves(sandbox: StageSandbox, options: ShopOptions): Promise<void> {
  const { products, sellers = 1, storefronts } = options
  for (let seller = 0; seller < sellers; seller += 1) {
    await sandbox.control("POST", "/sellers", { ...sellerOf(seller), storefronts })
    await fillShelf(sandbox, { seller, from: 1, to: products }, 0)
  }
}

const perCall = 5_000

/** The marketplace knows these products of a seller, and shows so many of each on all of its storefronts. */
export async function fillShelf(
  sandbox: StageSandbox,
  { seller, from, to }: Range & { seller: number },
  quantity: number,
): Promise<void> {
  const { sellerId } = sellerOf(seller)
  for (let first = from; first <= to; first += perCall) {
    const count = Math.min(perCall, to - first + 1)
    const products = Array.from({ length: count }, (_, index) => ({
      barcode: barcodeOf(first + index),
      stockCode: skuOf(first + index),
      title: `Product ${first + index}`,
      quantity,
      salePrice: "10.00",
    }))
    await sandbox.control("POST", "/products", { sellerId, products })
  }
}

async function connect(api: AdminApi, { seller, storefront }: Place): Promise<string> {
  const { sellerId, apiKey, apiSecret } = sellerOf(seller)
  const { channel } = await api.send<{ channel: { id: string } }>("POST", "/admin/channels", {
    marketplace: "trendyol",
    name: `Trendyol ${storefront}${seller === 0 ? "" : ` ${sellerId}`}`,
    credentials: {
      sellerId: String(sellerId),
      apiKey,
      apiSecret,
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
export const orderOf = (storefront: Storefront, lines: Line[], seller = 0) => ({
  sellerId: sellerOf(seller).sellerId,
  storefront,
  lines: lines.map(({ product, quantity }) => ({ barcode: barcodeOf(product), quantity })),
})

/** A buyer orders; throws when the shelf does not have it. */
export const buy = (
  sandbox: StageSandbox,
  { seller, storefront }: Place,
  lines: Line[],
): Promise<PlacedOrder> => sandbox.control("POST", "/orders", orderOf(storefront, lines, seller))

/** Which order a webhook's body tells of. */
export function orderNumberIn(body: string): string {
  const number = /"orderNumber":"([^"]+)"/.exec(body)?.[1]
  if (number === undefined) throw new Error("A delivery names no order.")
  return number
}
