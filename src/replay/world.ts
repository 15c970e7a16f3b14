import { readFileSync, writeFileSync, mkdirSync } from "node:fs"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { copyDatabase, type StageDatabase } from "../stage/database"
import { patientDb, type Db, type PatientDb } from "../stage/db"
import { runMedusa, stageTemplate, type Stage } from "../stage/medusa"
import { logIn, type AdminApi } from "../stage/operator"
import { startSandbox, type StageSandbox } from "../stage/sandbox"
import { openBooks } from "./books"
import type { ReplayOptions } from "./arguments"
import { filledSchema, type CatalogueEntry } from "./fill-catalogue"
import { playedMarketplace, type PlayedMarketplace } from "./marketplace"
import type { Goods } from "./orders/survey"
import { openingStock } from "./orders/survey"
import { hireServer, type Hire, type Staff } from "./staff"

export interface PlayedChannel {
  id: string
  storefront: string
  /** The most pieces the marketplace takes for one listing. */
  most: number
}

/** One warehouse, one seller with a shelf per storefront, a server and a database of its own. */
export interface World {
  db: Db
  databaseUrl: string
  sandbox: StageSandbox
  marketplace: PlayedMarketplace
  admin: AdminApi
  channels: PlayedChannel[]
  staff: Staff
  close(): Promise<void>
}

export interface WorldParts {
  stage: Stage
  options: Pick<ReplayOptions, "channels" | "faults" | "scarce">
  goods: Goods[]
  /** Says what is going on. */
  say: (text: string) => void
  /** One server that does everything when left out. */
  hire?: Hire
}

/** Sets everything up to the point where every shelf shows its opening figure. */
export async function createWorld({ stage, options, goods, say, hire }: WorldParts): Promise<World> {
  const { name, marketplace } = playedMarketplace(options.channels)
  say(`Preparing a database with ${goods.length} products`)
  const sandbox = await startSandbox(stage.site, name, ["--seed", String(options.faults ?? 1)])
  const database = await copyDatabase(stageTemplate(stage), "serai_replay")
  await Promise.all([
    fillCatalogue(
      stage,
      database,
      goods.map((one) => entryOf(one, options.scarce)),
    ),
    marketplace.open(
      sandbox,
      options.channels.map(({ storefront }) => storefront),
      goods,
    ),
  ])
  const db = patientDb(database.url)
  await openBooks(db)
  const staff = await (hire ?? hireServer)({ stage, databaseUrl: database.url, sandbox, marketplace })
  const admin = await logIn(staff.url)
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
  return worldOf({ database, db, sandbox, marketplace, admin, channels, staff })
}

type Assembled = Pick<World, "sandbox" | "marketplace" | "admin" | "channels" | "staff"> & {
  database: StageDatabase
  db: PatientDb
}

function worldOf({ database, ...parts }: Assembled): World {
  return {
    ...parts,
    databaseUrl: database.url,
    async close() {
      await parts.db.end()
      await parts.staff.stop()
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

async function fillCatalogue(
  stage: Stage,
  database: StageDatabase,
  entries: CatalogueEntry[],
): Promise<void> {
  const folder = path.join(stage.site.project.data, "replay")
  mkdirSync(folder, { recursive: true })
  const [input, output] = [path.join(folder, "catalogue.json"), path.join(folder, "filled.json")]
  writeFileSync(input, JSON.stringify(entries))
  await runMedusa(stage, ["exec", "./src/replay/fill-catalogue.js", input, output], {
    name: "replay-catalogue",
    databaseUrl: database.url,
    port: 9000,
    // The command must not start to work on jobs.
    environment: { MEDUSA_WORKER_MODE: "server" },
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
  // A year in minutes is nothing but mass changes, and nobody is there to let them go.
  await admin.send("POST", `/admin/channels/${channel.id}`, { brake_percent: null })
  return { id: channel.id, storefront, most: channel.marketplace_max ?? Number.MAX_SAFE_INTEGER }
}

const openWithinMs = 300_000

async function untilOpen(db: Db, listings: number): Promise<void> {
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
