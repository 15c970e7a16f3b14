import {
  Logger as GraphileLogger,
  makeWorkerUtils,
  run,
  type TaskList,
  type WorkerEvents,
  type WorkerUtils,
} from "graphile-worker"
import { EventEmitter } from "node:events"
import { Client } from "pg"
import type { Logger } from "../contract"
import { carrier, linksOf, traced, type Carrier } from "./health/trace"
import { holdPresence } from "./presence"
import { channelTasks, houseTasks, type ChannelTask, type HouseTask } from "./tasks"

/** The queue of durable jobs: adding to it works in every process, working on it in workers. */
export interface JobQueue {
  enqueue(task: ChannelTask, channelId: string): Promise<void>
  enqueueHouse(task: HouseTask): Promise<void>
  /** Gives back what workers hold that are no longer there. */
  release(workerIds: string[]): Promise<void>
  close(): Promise<void>
}

const graphileLogger = (log: Logger) =>
  new GraphileLogger(() => (level, message) => {
    if (["error", "warning"].includes(level)) log.warn(message)
  })

/** Higher numbers run later: a reconcile or a push never waits behind a long listing read. */
const priorities: Record<ChannelTask | HouseTask, number> = {
  reconcile: 0,
  settle: 0,
  "push-lowered": 0,
  ingest: 1,
  "pull-orders": 1,
  "sweep-orders": 5,
  "push-raised": 2,
  "reserve-mapped": 2,
  "push-prices": 6,
  "settle-prices": 6,
  "keep-webhook": 2,
  "compare-stock": 5,
  "read-back": 5,
  "pull-listings": 5,
  watch: 5,
  "refresh-sales-rates": 8,
  maintain: 9,
  check: 9,
}

/** `origin`: the span that added the job; jobs that were added by an older version have none. */
interface HousePayload {
  origin?: Carrier
}

interface ChannelPayload extends HousePayload {
  channelId: string
}

export async function openQueue(databaseUrl: string, log: Logger): Promise<JobQueue> {
  const utils: WorkerUtils = await makeWorkerUtils({
    connectionString: databaseUrl,
    logger: graphileLogger(log),
    maxPoolSize: 3,
  })
  await utils.migrate()
  // One job per key waits at most; one per queue runs at a time. A job added while its twin runs waits for its end.
  return {
    enqueue: async (task, channelId) => {
      const key = `${task}:${channelId}`
      const payload: ChannelPayload = { channelId, origin: carrier() }
      await utils.addJob(task, payload, { jobKey: key, queueName: key, priority: priorities[task] })
    },
    enqueueHouse: async (task) => {
      const payload: HousePayload = { origin: carrier() }
      await utils.addJob(task, payload, { jobKey: task, queueName: task, priority: priorities[task] })
    },
    release: (workerIds) => utils.forceUnlockWorkers(workerIds),
    close: async () => utils.release(),
  }
}

export interface WorkerOptions {
  databaseUrl: string
  log: Logger
  queue: JobQueue
  runChannelTask: (task: ChannelTask, channelId: string) => Promise<void>
  runHouseTask: (task: HouseTask) => Promise<void>
}

/** Jobs side by side; most of them wait for a marketplace. */
const concurrency = 16
/** Jobs that become due while nothing notifies are found this often. */
const pollIntervalMs = 1_000

/** Works on the queue, and turns the database's own notifications into jobs. Returns how to stop. */
export async function startWorker(options: WorkerOptions): Promise<() => Promise<void>> {
  const events: WorkerEvents = new EventEmitter()
  const workerIds: string[] = []
  // Since 0.17 graphile-worker locks jobs in the name of the pool, not of the worker in it.
  events.on("pool:create", ({ workerPool }) => workerIds.push(workerPool.id))
  const runner = await run({
    connectionString: options.databaseUrl,
    taskList: taskList(options),
    events,
    concurrency,
    pollInterval: pollIntervalMs,
    maxPoolSize: concurrency + 2,
    noHandleSignals: true,
    logger: graphileLogger(options.log),
  })
  const presence = await holdPresence(options.databaseUrl, {
    workerIds,
    release: (ids) => options.queue.release(ids),
    log: options.log,
  })
  const listener = await listen(options)
  return async () => {
    await listener.end()
    await runner.stop()
    await presence.end()
  }
}

function taskList({ runChannelTask, runHouseTask }: WorkerOptions): TaskList {
  const tasks: TaskList = {}
  for (const task of channelTasks) {
    tasks[task] = async (payload) => {
      const { channelId, origin } = payload as ChannelPayload
      await tracedJob(task, { origin, channelId }, () => runChannelTask(task, channelId))
    }
  }
  for (const task of houseTasks) {
    tasks[task] = async (payload) => tracedJob(task, payload as HousePayload, () => runHouseTask(task))
  }
  return tasks
}

const tracedJob = (
  task: string,
  { origin, channelId }: Partial<ChannelPayload>,
  job: () => Promise<void>,
): Promise<void> =>
  traced(`job ${task}`, { "serai.task": task, ...(channelId && { "serai.channel": channelId }) }, (span) => {
    span.addLinks(linksOf(origin))
    return job()
  })

/** Changes within this time become one job. */
const coalesceMs = 20

async function listen({ databaseUrl, queue, log }: WorkerOptions): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "serai-listener",
    keepAlive: true,
  })
  // Without this connection changes are found by the minute's schedule instead of at once; nothing is lost.
  client.on("error", (error) => log.error("The listening connection failed", { message: error.message }))
  await client.connect()
  const announce = coalesced(
    (channelId) => (channelId === "" ? queue.enqueueHouse("reconcile") : queue.enqueue("ingest", channelId)),
    log,
  )
  client.on("notification", ({ channel, payload }) =>
    announce(channel === "ledger_dirty" ? "" : (payload ?? "")),
  )
  await client.query("listen ledger_dirty")
  await client.query("listen ledger_inbox")
  return client
}

/** Many calls with the same argument within `coalesceMs` become one. */
function coalesced(act: (key: string) => Promise<void>, log: Logger): (key: string) => void {
  const waiting = new Set<string>()
  return (key) => {
    if (waiting.has(key)) return
    waiting.add(key)
    setTimeout(() => {
      waiting.delete(key)
      act(key).catch((error: unknown) =>
        log.error("A notification could not be turned into a job", { error }),
      )
    }, coalesceMs)
  }
}
