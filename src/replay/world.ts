import { readFileSync, writeFileSync, mkdirSync } from "node:fs"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Client } from "pg"
import { choosePort } from "../launch/machine"
import { copyDatabase, type StageDatabase } from "../stage/database"
import {
  runMedusa,
  stageTemplate,
  startServer,
  type MedusaOptions,
  type Stage,
  type StageServer,
} from "../stage/medusa"
import { logIn, type AdminApi } from "../stage/operator"
import { startSandbox, type StageSandbox } from "../stage/sandbox"
import { openBooks } from "./books"
import type { ReplayOptions } from "./arguments"
import { filledSchema, type CatalogueEntry } from "./fill-catalogue"
import { playedMarketplace, type PlayedMarketplace } from "./marketplace"
import type { Goods } from "./orders/survey"
import { openingStock } from "./orders/survey"
import { peakMemory } from "./memory"

export interface PlayedChannel {
  id: string
  storefront: string
  /** The most pieces the marketplace takes for one listing. */
  most: number
}

/** One warehouse, one seller with a shelf per storefront, a server and a database of its own. */
export interface World {
  db: Client
  sandbox: StageSandbox
  marketplace: PlayedMarketplace
  admin: AdminApi
  channels: PlayedChannel[]
  /** Kills the server as a power cut would, and starts it again. */
  crash(): Promise<void>
  /** Throws with its last words when the server ended by itself. */
  requireServer(): void
  /** The most memory any of the server's lives took, in bytes; undefined where the system does not tell. */
  serverMemory(): number | undefined
  close(): Promise<void>
}

export interface WorldParts {
  stage: Stage
  options: Pick<ReplayOptions, "channels" | "faults" | "scarce">
  goods: Goods[]
  /** Says what is going on. */
  say: (text: string) => void
}

/** Sets everything up to the point where every shelf shows its opening figure. */
export async function createWorld({ stage, options, goods, say }: WorldParts): Promise<World> {
  const { name, marketplace } = playedMarketplace(options.channels)
  say(`Preparing a database with ${goods.length} products`)
  const sandbox = await startSandbox(stage.site, name, ["--seed", String(options.faults ?? 1)])
  const database = await copyDatabase(stageTemplate(stage), "serai_replay")
  const port = await choosePort(undefined, "127.0.0.1")
  const medusa: MedusaOptions = {
    name: "replay-server",
    databaseUrl: database.url,
    port,
    environment: {
      ...marketplace.environment(sandbox),
      WEBHOOK_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: "warn",
    },
  }
  await Promise.all([
    fillCatalogue(
      stage,
      medusa,
      goods.map((one) => entryOf(one, options.scarce)),
    ),
    marketplace.open(
      sandbox,
      options.channels.map(({ storefront }) => storefront),
      goods,
    ),
  ])
  const db = new Client({ connectionString: database.url })
  await db.connect()
  await openBooks(db)
  const server = await startServer(stage, medusa)
  const admin = await logIn(server.url)
  const channels: PlayedChannel[] = []
  for (const { storefront } of options.channels) {
    channels.push(
      await connect(admin, {
        marketplace: name,
        storefront,
        credentials: marketplace.credentials(storefront),
      }),
    )
  }
  say(`Putting ${goods.length} products on ${channels.length} shelves`)
  await untilOpen(db, goods.length * channels.length)
  return worldOf({ stage, medusa, database, db, sandbox, marketplace, admin, channels, server })
}

type Assembled = Pick<World, "db" | "sandbox" | "marketplace" | "admin" | "channels"> & {
  stage: Stage
  medusa: MedusaOptions
  database: StageDatabase
  server: StageServer
}

function worldOf({ stage, medusa, database, server, ...parts }: Assembled): World {
  let running = server
  let peak: number | undefined
  const measure = () => {
    const now = peakMemory(running.process.pid)
    if (now !== undefined) peak = Math.max(peak ?? 0, now)
    return peak
  }
  return {
    ...parts,
    async crash() {
      measure()
      process.kill(running.process.pid, "SIGKILL")
      await running.process.ended
      running = await startServer(stage, medusa)
    },
    requireServer() {
      if (!running.process.over()) return
      throw stage.site.processes.failure(running.process, "The server ended in the middle of the replay")
    },
    serverMemory: measure,
    async close() {
      await parts.db.end()
      await running.process.stop()
      await parts.sandbox.process.stop()
      await database.drop()
    },
  }
}

const entryOf = (goods: Goods, scarce: boolean): CatalogueEntry => ({
  sku: goods.sku,
  barcode: goods.barcode,
  title: goods.title,
  stocked: openingStock(goods, scarce),
})

async function fillCatalogue(stage: Stage, medusa: MedusaOptions, entries: CatalogueEntry[]): Promise<void> {
  const folder = path.join(stage.site.project.data, "replay")
  mkdirSync(folder, { recursive: true })
  const [input, output] = [path.join(folder, "catalogue.json"), path.join(folder, "filled.json")]
  writeFileSync(input, JSON.stringify(entries))
  await runMedusa(stage, ["exec", "./src/replay/fill-catalogue.js", input, output], {
    ...medusa,
    name: "replay-catalogue",
    // The command must not start to work on jobs.
    environment: { ...medusa.environment, MEDUSA_WORKER_MODE: "server" },
  })
  filledSchema.parse(JSON.parse(readFileSync(output, "utf8")))
}

async function connect(
  admin: AdminApi,
  to: { marketplace: string; storefront: string; credentials: Record<string, string> },
): Promise<PlayedChannel> {
  const { marketplace, storefront, credentials } = to
  const { channel } = await admin.send<{ channel: { id: string; marketplace_max: number | null } }>(
    "POST",
    "/admin/channels",
    { marketplace, name: `${marketplace} ${storefront}`, credentials },
  )
  return { id: channel.id, storefront, most: channel.marketplace_max ?? Number.MAX_SAFE_INTEGER }
}

const openWithinMs = 300_000

async function untilOpen(db: Client, listings: number): Promise<void> {
  const deadline = Date.now() + openWithinMs
  for (;;) {
    const { rows } = await db.query<{ settled: number }>(
      `select count(*)::int as settled from ledger.aspect where state = 'settled' and desired is not null`,
    )
    const settled = rows[0]?.settled ?? 0
    if (settled >= listings) return
    if (Date.now() > deadline) {
      throw new Error(`Only ${settled} of ${listings} listings show their opening stock after five minutes.`)
    }
    await pause(250)
  }
}
