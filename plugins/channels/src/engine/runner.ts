import {
  Logger as GraphileLogger,
  makeWorkerUtils,
  run,
  type Runner,
  type TaskList,
  type TaskSpec,
  type WorkerEvents,
  type WorkerUtils,
} from "graphile-worker"
import { EventEmitter } from "node:events"
import type { Logger } from "../contract"
import { carrier, linksOf, traced, type Carrier } from "./health/trace"
import { channelTasks, houseTasks, patientTasks, type ChannelTask, type HouseTask } from "./tasks"

/** The queue of durable jobs: adding to it works in every process, working on it in workers. */
export interface JobQueue {
  enqueue(task: ChannelTask, channelId: string): Promise<void>
  /** Adds a job unless there is one, also one that waits for its time. */
  ensure(task: ChannelTask, channelId: string): Promise<void>
  /** Adds a job for then, unless one waits to run sooner. */
  enqueueAt(task: ChannelTask, channelId: string, at: Date): Promise<void>
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
  "follow-kits": 0,
  settle: 0,
  "push-lowered": 0,
  ingest: 1,
  "pull-orders": 1,
  "sweep-orders": 5,
  "push-raised": 2,
  "reserve-mapped": 2,
  "keep-webhook": 2,
  "compare-stock": 5,
  "read-back": 5,
  "pull-listings": 5,
  "push-offers": 2,
  "settle-offers": 2,
  "push-prices": 6,
  "settle-prices": 6,
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
  const add = async (task: ChannelTask, channelId: string, how: Pick<TaskSpec, "jobKeyMode" | "runAt">) => {
    const jobKey = `${task}:${channelId}`
    const payload: ChannelPayload = { channelId, origin: carrier() }
    await utils.addJob(task, payload, { jobKey, queueName: jobKey, priority: priorities[task], ...how })
  }
  return {
    enqueue: (task, channelId) => add(task, channelId, { jobKeyMode: "replace" }),
    ensure: (task, channelId) => add(task, channelId, { jobKeyMode: "unsafe_dedupe" }),
    enqueueAt: (task, channelId, runAt) => add(task, channelId, { jobKeyMode: "preserve_run_at", runAt }),
    enqueueHouse: async (task) => {
      const payload: HousePayload = { origin: carrier() }
      await utils.addJob(task, payload, { jobKey: task, queueName: task, priority: priorities[task] })
    },
    release: (workerIds) => utils.forceUnlockWorkers(workerIds),
    close: async () => utils.release(),
  }
}

export interface JobRunnerOptions {
  databaseUrl: string
  log: Logger
  /** A job that is told to stop ends as soon as it can; it will run again. */
  runChannelTask: (task: ChannelTask, channelId: string, signal: AbortSignal) => Promise<void>
  runHouseTask: (task: HouseTask) => Promise<void>
}

/** Works on the queue until it is stopped. */
export interface JobRunner {
  workerIds: string[]
  /** Ids of the jobs that are running now. */
  inHand: ReadonlySet<string>
  /** Resolves with the reason when it stops by itself: the end of a job could not be written down. */
  gaveUp: Promise<string>
  /** Takes no more jobs; resolves when those that run have ended. */
  stop(): Promise<void>
}

/** Jobs side by side; most of them wait for a marketplace. */
const places = 16
/**
 * Places of their own for tasks that can wait: they wait for limits for minutes at a time, and a dozen channels whose prices
 * change would leave no place for what is sold out.
 */
const patientPlaces = 4
/** Jobs that become due while nothing notifies are found this often. */
const pollIntervalMs = 1_000
/** Written down at once. Without any "batch" graphile-worker tells nobody when it fails, and the job's queue stays blocked. */
const endsAtOnce = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }

export async function runJobs(options: JobRunnerOptions, signal: AbortSignal): Promise<JobRunner> {
  const events: WorkerEvents = new EventEmitter()
  const workerIds: string[] = []
  const inHand = new Set<string>()
  // Since 0.17 graphile-worker locks jobs in the name of the pool, not of the worker in it.
  events.on("pool:create", ({ workerPool }) => workerIds.push(workerPool.id))
  events.on("job:start", ({ job }) => inHand.add(job.id))
  const gaveUp = new Promise<string>((resolve) => {
    events.on("pool:gracefulShutdown", ({ message }) => resolve(message))
  })
  const urgent = await startCrew(options, { events, places, tasks: taskList(options, signal, isUrgent) })
  const rest = { events, places: patientPlaces, tasks: taskList(options, signal, isPatient) }
  const patient = await startCrew(options, rest).catch(async (error: unknown) => {
    await urgent.stop()
    throw error
  })
  const idle = new Promise<void>((resolve) => {
    const done = () => inHand.size === 0 && signal.aborted && resolve()
    events.on("job:complete", ({ job }) => {
      inHand.delete(job.id)
      done()
    })
    signal.addEventListener("abort", done, { once: true })
  })
  return {
    workerIds,
    inHand,
    gaveUp,
    async stop() {
      await Promise.all([urgent.stop(), patient.stop()])
      // One that gave up by itself stops at once, whatever still runs.
      if (signal.aborted) await idle
    },
  }
}

interface Crew {
  events: WorkerEvents
  places: number
  tasks: TaskList
}

async function startCrew(
  { databaseUrl, log }: JobRunnerOptions,
  { events, places, tasks }: Crew,
): Promise<Runner> {
  const runner = await run({
    preset: endsAtOnce,
    connectionString: databaseUrl,
    taskList: tasks,
    events,
    concurrency: places,
    pollInterval: pollIntervalMs,
    maxPoolSize: places + 2,
    noHandleSignals: true,
    logger: graphileLogger(log),
  })
  // Says once more what `gaveUp` says.
  runner.promise.catch(() => undefined)
  return runner
}

const isPatient = (task: ChannelTask | HouseTask) => (patientTasks as ReadonlySet<string>).has(task)
const isUrgent = (task: ChannelTask | HouseTask) => !isPatient(task)

function taskList(
  { runChannelTask, runHouseTask }: JobRunnerOptions,
  signal: AbortSignal,
  isTaken: (task: ChannelTask | HouseTask) => boolean,
): TaskList {
  const tasks: TaskList = {}
  for (const task of channelTasks.filter(isTaken)) {
    tasks[task] = async (payload) => {
      signal.throwIfAborted()
      const { channelId, origin } = payload as ChannelPayload
      await tracedJob(task, { origin, channelId }, () => runChannelTask(task, channelId, signal))
    }
  }
  for (const task of houseTasks.filter(isTaken)) {
    tasks[task] = async (payload) => {
      signal.throwIfAborted()
      await tracedJob(task, payload as HousePayload, () => runHouseTask(task))
    }
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
