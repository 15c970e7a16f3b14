import { setTimeout as pause } from "node:timers/promises"
import type { Logger } from "../contract"
import { holdPresence, type Presence } from "./presence"
import { runJobs, type JobQueue, type JobRunner, type JobRunnerOptions } from "./runner"
import type { HouseTask } from "./tasks"

export interface WorkerOptions extends JobRunnerOptions {
  queue: JobQueue
  /** Looks for everything that may have happened while nobody listened. */
  catchUp: () => Promise<void>
  /** Ends the process: what it does can be stopped in no other way. Whoever watches over it starts it again. */
  die: () => void
}

/** One stretch of work with the database at hand. When its connection is lost it is over, and the next one has another name. */
interface Life {
  presence: Presence
  jobs: JobRunner
  abort: AbortController
}

/** How long jobs may take to end once they are told to. */
const endWithinMs = 15_000
const firstPauseMs = 250
const longestPauseMs = 5_000

/**
 * Works on the queue, and turns the database's own notifications into jobs. Returns how to stop.
 *
 * A worker that loses its hold on the database stops all it does, because others will begin to do it, and begins anew when the
 * database is back. It would not do to carry on: graphile-worker writes down the end of a job once, and a job whose end was
 * lost would block its queue for hours in the name of a worker that lives.
 */
export async function startWorker(options: WorkerOptions): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  const stopped = new Promise<undefined>((resolve) => {
    stopping.signal.addEventListener("abort", () => resolve(undefined), { once: true })
  })
  const lives = live(options, await begin(options), { stopped, signal: stopping.signal })
  return () => {
    stopping.abort()
    return lives
  }
}

interface Stopping {
  stopped: Promise<undefined>
  signal: AbortSignal
}

async function live(options: WorkerOptions, first: Life, { stopped, signal }: Stopping): Promise<void> {
  let life: Life | undefined = first
  while (life) {
    const { presence, jobs }: Life = life
    const reason = await Promise.race([presence.lost, jobs.gaveUp, stopped])
    if (reason === undefined) return end(life)
    options.log.warn("The worker lost its hold on the database; it stops what it does and begins anew", {
      reason,
    })
    if (!(await abandon(life))) {
      options.log.error("Jobs do not end although they were told to; this process ends")
      options.die()
      return
    }
    life = await beginAgain(options, life.jobs.workerIds, signal)
  }
}

async function begin(options: WorkerOptions): Promise<Life> {
  const { databaseUrl, log, queue, catchUp } = options
  const abort = new AbortController()
  const jobs = await runJobs(options, abort.signal)
  try {
    const presence = await holdPresence({
      databaseUrl,
      workerIds: jobs.workerIds,
      inHand: jobs.inHand,
      release: (ids) => queue.release(ids),
      listenTo: notifications,
      onNotification: announcer(queue, log),
      log,
    })
    await catchUp()
    return { presence, jobs, abort }
  } catch (error) {
    abort.abort(error)
    await endOf(jobs)
    throw error
  }
}

/** Undefined when it was stopped before the database came back. */
async function beginAgain(
  options: WorkerOptions,
  former: string[],
  signal: AbortSignal,
): Promise<Life | undefined> {
  for (let waitMs = firstPauseMs; !signal.aborted; waitMs = Math.min(longestPauseMs, waitMs * 2)) {
    try {
      // Its jobs have ended, whatever the database thinks.
      await options.queue.release(former)
      const life = await begin(options)
      options.log.warn("The worker is back")
      return life
    } catch (error) {
      options.log.warn("The worker cannot begin yet", { error })
      await pause(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return undefined
}

async function end({ presence, jobs }: Life): Promise<void> {
  await jobs.stop()
  await presence.end()
}

/** False when something still runs. */
async function abandon({ presence, jobs, abort }: Life): Promise<boolean> {
  abort.abort(new Error("The worker lost its hold on the database"))
  await endOf(jobs)
  await presence.end().catch(() => undefined)
  return jobs.inHand.size === 0
}

/** What cannot say goodbye to a database that is away is left behind; what matters is that no job runs any more. */
async function endOf(jobs: JobRunner): Promise<void> {
  const patience = new AbortController()
  const enough = pause(endWithinMs, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([jobs.stop().catch(() => undefined), enough])
  patience.abort()
}

const houseTaskOf = new Map<string, HouseTask>([
  ["ledger_dirty", "reconcile"],
  ["ledger_kits", "follow-kits"],
])

const notifications = [...houseTaskOf.keys(), "ledger_inbox"]

/** Changes within this time become one job. */
const coalesceMs = 20

function announcer(queue: JobQueue, log: Logger): (name: string, payload: string) => void {
  const work = coalesced<HouseTask>((task) => queue.enqueueHouse(task), log)
  const ingest = coalesced((channelId) => queue.enqueue("ingest", channelId), log)
  return (name, payload) => {
    const task = houseTaskOf.get(name)
    if (task) work(task)
    else ingest(payload)
  }
}

/** Many calls with the same argument within `coalesceMs` become one. */
function coalesced<Key extends string>(act: (key: Key) => Promise<void>, log: Logger): (key: Key) => void {
  const waiting = new Set<Key>()
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
