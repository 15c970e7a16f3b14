import type { Scheduler } from "../scheduler"

export type Task =
  | "pull-orders"
  | "sweep-orders"
  | "ingest"
  | "push-lowered"
  | "push-raised"
  | "settle"
  | "compare-stock"
  | "reconcile"
  | "cron-push"

export interface Job {
  task: Task
  /** Empty for the house's own jobs. */
  channelId: string
  /** Null once another job with the same key was added while this one ran. */
  key: string | null
  queue: string
  priority: number
  runAt: number
  sequence: number
  attempts: number
  lockedBy: object | null
}

const priorities: Record<Task, number> = {
  reconcile: 0,
  settle: 0,
  "push-lowered": 0,
  ingest: 1,
  "pull-orders": 1,
  "push-raised": 2,
  "cron-push": 2,
  "sweep-orders": 2,
  "compare-stock": 5,
}

/** graphile-worker's pauses: e to the power of the attempts, in seconds, at most ten of them. */
const pauseMs = (attempts: number) => 1_000 * Math.exp(Math.min(10, attempts))

/**
 * The durable queue, with the rules of `engine/runner.ts` and graphile-worker: one job per key waits at most, one per queue
 * runs at a time, and a job added while its twin runs waits for its end. It outlives every process.
 */
export class Queue {
  readonly jobs = new Set<Job>()
  #sequence = 0

  constructor(
    private readonly scheduler: Scheduler,
    private readonly wake: () => void,
  ) {}

  add(task: Task, channelId: string): void {
    const key = `${task}:${channelId}`
    const twin = [...this.jobs].find((job) => job.key === key)
    if (twin && !twin.lockedBy) {
      twin.runAt = Math.min(twin.runAt, this.scheduler.now)
      twin.attempts = 0
    } else {
      // A job that was displaced while it ran is not repeated: its successor does its work.
      if (twin) twin.key = null
      this.#sequence += 1
      this.jobs.add({
        task,
        channelId,
        key,
        queue: key,
        priority: priorities[task],
        runAt: this.scheduler.now,
        sequence: this.#sequence,
        attempts: 0,
        lockedBy: null,
      })
    }
    this.wake()
  }

  /** Adds a job unless there is one. */
  ensure(task: Task, channelId: string): void {
    const key = `${task}:${channelId}`
    if (![...this.jobs].some((job) => job.key === key)) this.add(task, channelId)
  }

  /** The job that is next, taken for `worker`. */
  take(worker: object): Job | undefined {
    const busy = new Set([...this.jobs].flatMap((job) => (job.lockedBy ? [job.queue] : [])))
    let best: Job | undefined
    for (const job of this.jobs) {
      if (job.lockedBy || job.runAt > this.scheduler.now || busy.has(job.queue)) continue
      if (!best || isBefore(job, best)) best = job
    }
    if (!best) return undefined
    best.lockedBy = worker
    best.attempts += 1
    return best
  }

  done(job: Job): void {
    this.jobs.delete(job)
    this.wake()
  }

  failed(job: Job): void {
    if (job.key === null) {
      this.done(job)
      return
    }
    job.lockedBy = null
    job.runAt = this.scheduler.now + pauseMs(job.attempts)
    this.scheduler.at(job.runAt, this.wake)
    this.wake()
  }

  /** Gives back what a dead worker holds. */
  release(worker: object): void {
    for (const job of [...this.jobs].filter(({ lockedBy }) => lockedBy === worker)) {
      if (job.key === null) this.jobs.delete(job)
      else job.lockedBy = null
    }
    this.wake()
  }
}

const isBefore = (a: Job, b: Job) =>
  (a.priority - b.priority || a.runAt - b.runAt || a.sequence - b.sequence) < 0
