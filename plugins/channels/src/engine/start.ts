import { container } from "@medusajs/framework"
import { asValue } from "@medusajs/framework/awilix"
import type { ConfigModule, Logger as MedusaLogger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { Redis } from "ioredis"
import { Pool } from "pg"
import { CHANNEL_SESSIONS, systemRuntime } from "../contract"
import { createLedgerDataSource } from "../ledger/data-source"
import { createFactLedger } from "../ledger/gate"
import { migrateLedger } from "../ledger/migrate"
import { createOfferLedger } from "../ledger/offers"
import { createPriceLedger } from "../ledger/prices"
import { createReadBackLedger } from "../ledger/shelves"
import { createStockLedger } from "../ledger/stock-ledger"
import type { ChannelModuleService } from "../modules/channel/service"
import { resumeChannel, runChannelJob, type JobDependencies } from "./channel-jobs"
import { contextOpener } from "./checks/context"
import { createDoctor, type Doctor } from "./checks/doctor"
import { isDoorOpen } from "./door"
import { enqueueDue } from "./due-jobs"
import { ENGINE, type Engine } from "./engine"
import { createCallCounter } from "./health/call-counter"
import { createNotify } from "./health/notify"
import { tracedFacts, tracedStock } from "./health/trace-stock"
import { houseJobs } from "./house-jobs"
import { createWebhookReceiver } from "./inbox/receive-webhook"
import { createSharedLimiter } from "./limiter"
import { createLog } from "./log"
import { createMedusa } from "./medusa"
import { openQueue, type JobQueue } from "./runner"
import { createSessions } from "./sessions"
import { recomputeNow } from "./stock/recompute"
import { startWorker } from "./worker"

let stop: (() => Promise<void>) | undefined

/** Runs when all of Medusa's modules are loaded. In server mode jobs are only added; workers work on them. */
export async function startEngine(channels: ChannelModuleService): Promise<void> {
  const { dependencies, queue, doctor, close } = await openDependencies(channels)
  const engine = engineOn(dependencies, queue, doctor)
  container.register({ [ENGINE]: asValue(engine), [CHANNEL_SESSIONS]: asValue(dependencies.sessions) })

  const config = container.resolve<ConfigModule>(ContainerRegistrationKeys.CONFIG_MODULE)
  const works = config.projectConfig.workerMode !== "server"
  const stopWorker = works
    ? await work({ dependencies, queue, doctor, catchUp: () => catchUp(engine) })
    : undefined
  // While the door was shut webhooks were lost, and the workers do not know.
  if (!works && isDoorOpen()) await catchUp(engine)
  stop = async () => {
    await stopWorker?.()
    await close()
  }
}

/** Lets running jobs end, then closes what was opened. */
export async function stopEngine(): Promise<void> {
  await stop?.()
  stop = undefined
}

/** Everything with a connection behind it, and how to close it. */
async function openDependencies(channels: ChannelModuleService) {
  const { databaseUrl, redisUrl } = channels.options
  const log = createLog(container.resolve<MedusaLogger>(ContainerRegistrationKeys.LOGGER))
  await migrateLedger(databaseUrl)
  const ledger = await createLedgerDataSource({ databaseUrl }).initialize()
  const pool = new Pool({ connectionString: databaseUrl, max: 4, application_name: "serai-limits" })
  // A connection that breaks while nobody uses it: the pool opens another when it is needed.
  pool.on("error", (error) => log.warn("A connection for limits broke", { error }))
  const redis = redisUrl === undefined ? undefined : new Redis(redisUrl)
  const queue = await openQueue(databaseUrl, log)
  const runtime = systemRuntime
  const limiter = createSharedLimiter({ pool, ...(redis && { redis }), runtime })
  const maxByMarketplace = Object.fromEntries(
    channels.marketplaces().map(({ id, provider }) => [id, provider.traits.stock.max]),
  )
  const calls = createCallCounter(ledger, log)
  if (channels.options.metricsToken === undefined) log.info("GET /metrics is off: METRICS_TOKEN is not set")
  const dependencies: JobDependencies = {
    ledger,
    stock: tracedStock(createStockLedger(ledger, () => recomputeNow({ ledger, maxByMarketplace }))),
    prices: createPriceLedger(ledger),
    offers: createOfferLedger(ledger),
    facts: tracedFacts(createFactLedger(ledger)),
    shelves: createReadBackLedger(ledger),
    channels,
    sessions: createSessions({ channels, limiter, runtime, log, onCall: (call) => calls.count(call) }),
    medusa: createMedusa(container),
    log,
    maxByMarketplace,
    enqueue: (task, channelId) => queue.enqueue(task, channelId),
    ensure: (task, channelId) => queue.ensure(task, channelId),
    enqueueAt: (task, channelId, at) => queue.enqueueAt(task, channelId, at),
    notify: createNotify(container, channels.options.health.recipients),
  }
  const resume = (channelId: string) => resumeChannel(dependencies, channelId)
  const { medusa } = dependencies
  const parts = { container, sql: ledger, channels, medusa, queue, resume, limiter, runtime, log }
  const doctor = createDoctor(ledger, contextOpener(parts))
  const close = async () => {
    await queue.close()
    await calls.close()
    await ledger.destroy()
    await pool.end()
    redis?.disconnect()
  }
  return { dependencies, queue, doctor, close }
}

function engineOn(dependencies: JobDependencies, queue: JobQueue, doctor: Doctor): Engine {
  const { channels, enqueue, ledger, sessions } = dependencies
  const now = () => systemRuntime.now()
  const forEach = async (act: (channelId: string) => Promise<void>) => {
    for (const { id } of await channels.listChannels({}, { take: null, select: ["id"] })) await act(id)
  }
  return {
    ledger,
    channels,
    sessions,
    doctor,
    enqueue,
    enqueueDue: (job) => enqueueDue(dependencies, channels, { job, now: now() }),
    enqueueForAll: (task) => forEach((id) => enqueue(task, id)),
    resume: async () => {
      await queue.enqueueHouse("follow-kits")
      await queue.enqueueHouse("reconcile")
      await forEach((id) => resumeChannel(dependencies, id))
    },
    maintain: () => queue.enqueueHouse("maintain"),
    check: () => queue.enqueueHouse("check"),
    watch: () => queue.enqueueHouse("watch"),
    refreshSalesRates: () => queue.enqueueHouse("refresh-sales-rates"),
    receiveWebhook: createWebhookReceiver({ sql: ledger, channels, now }),
  }
}

interface Work {
  dependencies: JobDependencies
  queue: JobQueue
  doctor: Doctor
  catchUp: () => Promise<void>
}

const work = ({ dependencies, queue, doctor, catchUp }: Work) =>
  startWorker({
    databaseUrl: dependencies.channels.options.databaseUrl,
    log: dependencies.log,
    queue,
    catchUp,
    runChannelTask: (task, channelId, signal) => runChannelJob(dependencies, { task, channelId, signal }),
    runHouseTask: (task) => houseJobs(dependencies, doctor)[task](),
    die: () => process.exit(1),
  })

/** What was sold while nobody listened is read at once: a marketplace repeats lost webhooks late, or never. */
async function catchUp(engine: Engine): Promise<void> {
  await engine.resume()
  await engine.enqueueForAll("pull-orders")
  await engine.enqueueForAll("keep-webhook")
  await engine.refreshSalesRates()
}
