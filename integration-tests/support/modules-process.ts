/**
 * A process with those modules of Medusa that the engine writes stock and orders with, and no server around them. Started by
 * `modules.ts`, which asks it by message.
 */
import { asValue } from "@medusajs/framework/awilix"
import { logger } from "@medusajs/framework/logger"
import { MedusaApp } from "@medusajs/framework/modules-sdk"
import type { IInventoryService, ILockingModule } from "@medusajs/framework/types"
import {
  ContainerRegistrationKeys,
  createMedusaContainer,
  createPgConnection,
  Modules,
} from "@medusajs/framework/utils"
import type { ChannelTraits } from "@serai/channels/contract"
import type { CheckContext } from "@serai/channels/engine/checks/check"
import { examine } from "@serai/channels/engine/checks/examine"
import { checks } from "@serai/channels/engine/checks/registry"
import { createMedusa } from "@serai/channels/engine/medusa"
import { reserveLines, type OwedPieces } from "@serai/channels/engine/orders/reserve"
import { openQueue } from "@serai/channels/engine/runner"
import { createLedgerDataSource } from "@serai/channels/ledger"

const modules = {
  [Modules.INVENTORY]: { resolve: "@medusajs/medusa/inventory" },
  [Modules.ORDER]: { resolve: "@medusajs/medusa/order" },
  [Modules.EVENT_BUS]: { resolve: "@medusajs/medusa/event-bus-local" },
  [Modules.LOCKING]: {
    resolve: "@medusajs/medusa/locking",
    options: {
      providers: [{ resolve: "@medusajs/medusa/locking-postgres", id: "locking-postgres", is_default: true }],
    },
  },
}

async function open(databaseUrl: string, connections: number) {
  const connection = createPgConnection({ clientUrl: databaseUrl, pool: { min: 0, max: connections } })
  const app = await MedusaApp({
    modulesConfig: modules,
    injectedDependencies: {
      [ContainerRegistrationKeys.PG_CONNECTION]: connection,
      [ContainerRegistrationKeys.LOGGER]: logger,
    },
  })
  const container = createMedusaContainer()
  for (const [name, service] of Object.entries(app.modules)) container.register(name, asValue(service))
  const sql = await createLedgerDataSource({ databaseUrl }).initialize()
  const silent = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  }
  const queue = await openQueue(databaseUrl, silent)
  return { container, medusa: createMedusa(container), sql, queue }
}

type Opened = Awaited<ReturnType<typeof open>>

/** A marketplace whose answers can be read for a minute. */
const traits: ChannelTraits = {
  stock: {
    batch: { max: 100, per: "account" },
    answer: "batch",
    write: "absolute",
    ownDecrement: "yes",
    max: 1_000,
    identicalWriteWindowMs: 0,
    settleWithinMs: 60_000,
    landsWithinMs: 0,
  },
  orders: { overlapMs: 0, reachMs: 60_000 },
  webhooks: "none",
  limits: [],
}

async function checkContext({ sql, medusa, queue }: Opened): Promise<CheckContext> {
  const rows = await sql.query<CheckContext["channels"]>(
    `select * from public.channel where deleted_at is null`,
  )
  const elsewhere = () => Promise.reject(new Error("There is no server in this process."))
  return {
    sql,
    medusa,
    queue: { ...queue, resume: (channelId) => queue.enqueue("settle", channelId) },
    channels: rows.map((row) => ({
      ...row,
      provider: { traits },
      openSecrets: () => undefined,
    })),
    now: () => Date.now(),
    lockProvider: () => "locking-postgres",
    linkProvider: elsewhere,
    askClock: elsewhere,
  }
}

/** A reservation as a workflow of Medusa makes it: it locks the items in the order in which they are named. */
export interface ForeignReservation {
  id: string
  line_item_id: string
  items: string[]
  location_id: string
}

function commandsOn(opened: Opened) {
  const { container, medusa, sql } = opened
  return {
    examine: async (checkIds: string[], fix: boolean) =>
      examine(await checkContext(opened), {
        checks: checks.filter(({ id }) => checkIds.includes(id)),
        ...(fix && { fix: "all" }),
      }),
    reserve: async (salesChannelId: string, lines: OwedPieces[]) => {
      const unplaced = await reserveLines({ sql, medusa }, salesChannelId, { lines, description: "a test" })
      return [...unplaced]
    },
    reserveAsMedusa: async ({ id, items, ...row }: ForeignReservation) => {
      const inventory = container.resolve<IInventoryService>(Modules.INVENTORY)
      const rows = items.map((inventory_item_id) => ({
        ...row,
        id: `${id} ${inventory_item_id}`,
        inventory_item_id,
        quantity: 1,
      }))
      const locking = container.resolve<ILockingModule>(Modules.LOCKING)
      await locking.execute(items, () => inventory.createReservationItems(rows))
    },
  }
}

export type Commands = ReturnType<typeof commandsOn>
export type Question = {
  [Name in keyof Commands]: { id: number; name: Name; input: Parameters<Commands[Name]> }
}[keyof Commands]
export type Answer = { id: number; result?: unknown; error?: string }

async function main(databaseUrl: string, connections: number): Promise<void> {
  const commands = commandsOn(await open(databaseUrl, connections))
  const answer = (message: Answer) => process.send?.(message)
  process.on("message", ({ id, name, input }: Question) => {
    // The name and its input belong together, which a union cannot tell the compiler.
    const command = commands[name] as (...input: unknown[]) => Promise<unknown>
    command(...input).then(
      (result) => answer({ id, result }),
      (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
    )
  })
  // The first answer says that everything is loaded.
  answer({ id: 0 })
}

const [databaseUrl = "", connections = "10"] = process.argv.slice(2)
void main(databaseUrl, Number(connections))
