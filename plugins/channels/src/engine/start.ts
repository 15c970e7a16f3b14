import { container } from "@medusajs/framework"
import { asValue } from "@medusajs/framework/awilix"
import type { ConfigModule, Logger as MedusaLogger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { Redis } from "ioredis"
import { Pool } from "pg"
import { CHANNEL_SESSIONS, masked, systemRuntime, type Logger } from "../contract"
import { channelStates } from "../ledger/channel-state"
import { createLedgerDataSource } from "../ledger/data-source"
import { migrateLedger } from "../ledger/migrate"
import type { ChannelModuleService } from "../modules/channel/service"
import { resumeChannel, runChannelJob, type JobDependencies } from "./channel-jobs"
import { ENGINE, type Engine } from "./engine"
import { createWebhookReceiver } from "./inbox/receive-webhook"
import { createSharedLimiter } from "./limiter"
import { createMedusa } from "./medusa"
import { openQueue, startWorker } from "./runner"
import { isDue, type Schedule, type ScheduledJob } from "./schedule"
import { createSessions } from "./sessions"
import { recomputeDirty } from "./stock/recompute"
import type { ChannelTask, HouseTask } from "./tasks"

let stop: (() => Promise<void>) | undefined

/** Runs when all of Medusa's modules are loaded. In server mode jobs are only added; workers work on them. */
export async function startEngine(channels: ChannelModuleService): Promise<void> {
  const { databaseUrl, redisUrl } = channels.options
  const log = createLog(container.resolve<MedusaLogger>(ContainerRegistrationKeys.LOGGER))
  await migrateLedger(databaseUrl)
  const ledger = await createLedgerDataSource({ databaseUrl }).initialize()
  const limiterPool = new Pool({ connectionString: databaseUrl, max: 4, application_name: "serai-limits" })
  const redis = redisUrl === undefined ? undefined : new Redis(redisUrl)
  const queue = await openQueue(databaseUrl, log)
  const runtime = systemRuntime
  const limiter = createSharedLimiter({ pool: limiterPool, ...(redis && { redis }), runtime })
  const sessions = createSessions({ channels, limiter, runtime, log })
  const dependencies: JobDependencies = {
    ledger,
    channels,
    sessions,
    medusa: createMedusa(container),
    log,
    maxByMarketplace: Object.fromEntries(
      channels.marketplaces().map(({ id, provider }) => [id, provider.traits.stock.max]),
    ),
    enqueue: (task, channelId) => queue.enqueue(task, channelId),
  }
  const engine: Engine = {
    ledger,
    channels,
    sessions,
    enqueue: dependencies.enqueue,
    enqueueDue: (job) => enqueueDue(dependencies, channels, { job, now: runtime.now() }),
    resume: async () => {
      await queue.enqueueHouse("reconcile")
      const all = await channels.listChannels({}, { take: null, select: ["id"] })
      for (const { id } of all) await resumeChannel(dependencies, id)
    },
    keepWebhooks: async () => {
      const all = await channels.listChannels({}, { take: null, select: ["id"] })
      for (const { id } of all) await queue.enqueue("keep-webhook", id)
    },
    maintain: () => queue.enqueueHouse("maintain"),
    receiveWebhook: createWebhookReceiver({ sql: ledger, channels, now: () => runtime.now() }),
  }
  container.register({ [ENGINE]: asValue(engine), [CHANNEL_SESSIONS]: asValue(sessions) })

  const { workerMode } = container.resolve<ConfigModule>(
    ContainerRegistrationKeys.CONFIG_MODULE,
  ).projectConfig
  const stopWorker =
    workerMode === "server"
      ? undefined
      : await startWorker({
          databaseUrl,
          log,
          queue,
          runChannelTask: (task, channelId) => runChannelJob(dependencies, task, channelId),
          runHouseTask: (task) => houseJobs(dependencies)[task](),
        })
  if (stopWorker) {
    await engine.resume()
    // What was sold while nobody listened is read at once: a marketplace repeats lost webhooks late, or never.
    for (const { id } of await channels.listChannels({ state: "active" }, { take: null, select: ["id"] })) {
      await queue.enqueue("pull-orders", id)
    }
    await engine.keepWebhooks()
  }

  stop = async () => {
    await stopWorker?.()
    await queue.close()
    await ledger.destroy()
    await limiterPool.end()
    redis?.disconnect()
  }
}

/** Lets running jobs end, then closes what was opened. */
export async function stopEngine(): Promise<void> {
  await stop?.()
  stop = undefined
}

function houseJobs(dependencies: JobDependencies): Record<HouseTask, () => Promise<void>> {
  const { ledger, enqueue } = dependencies
  return {
    reconcile: () => recomputeDirty(dependencies, (channelId) => enqueue("push-stock", channelId)),
    maintain: async () => {
      await ledger.query(`select ledger.ensure_partitions(0, 2)`)
      await ledger.query(`select ledger.drop_expired_partitions()`)
    },
  }
}

const taskOf: Record<ScheduledJob, ChannelTask> = {
  "pull-orders": "pull-orders",
  "push-stock": "compare-stock",
  "pull-listings": "pull-listings",
}

const lastRun = {
  "pull-orders": "last_pull_at",
  "push-stock": "last_compared_at",
  "pull-listings": "last_listings_at",
} as const satisfies Record<ScheduledJob, string>

async function enqueueDue(
  { ledger, enqueue }: JobDependencies,
  channels: ChannelModuleService,
  { job, now }: { job: ScheduledJob; now: number },
): Promise<void> {
  // A paused channel is not written to, but it goes on selling what it shows: its orders are read all the same.
  const filter = job === "push-stock" ? { state: "active" as const } : {}
  const turns = await channels.listChannels(filter, { take: null, select: ["id", "schedules"] })
  const states = await channelStates(ledger)
  for (const channel of turns) {
    const schedules = channel.schedules as unknown as Record<ScheduledJob, Schedule>
    const last = states.get(channel.id)?.[lastRun[job]]?.getTime() ?? null
    if (isDue(schedules[job], now, last)) await enqueue(taskOf[job], channel.id)
  }
}

/** Medusa's logger, with fields behind the sentence and nothing personal or secret in them. */
function createLog(logger: MedusaLogger): Logger {
  const line = (message: string, fields?: Record<string, unknown>) =>
    fields ? `${message} ${JSON.stringify(masked(withoutErrors(fields)))}` : message
  return {
    debug: (message, fields) => logger.debug(line(message, fields)),
    info: (message, fields) => logger.info(line(message, fields)),
    warn: (message, fields) => logger.warn(line(message, fields)),
    error: (message, fields) => logger.error(line(message, fields)),
  }
}

const withoutErrors = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? value.message : value]),
  )
