import { isDue, type Schedule } from "@serai/channels/engine/schedule"
import { stockLanes } from "@serai/channels/engine/stock/stock-ledger"
import { pushTaskOf } from "@serai/channels/engine/stock/river"
import { Chance } from "../chance"
import { minuteMs, type Crash } from "../scenario/scenario"
import type { Wiring } from "../strategies"
import { jobsOf } from "./jobs"
import { Queue, type Job, type Task } from "./queue"
import { concurrency, Worker } from "./worker"
import { chanceOf, type World } from "./world"

/** Notifications within this time become one job. */
const coalesceMs = 20
/** So long after a process died the others notice, and give back what it held. */
const noticedAfterMs = 1_000
const pickUpMs = 3

/** The engine's processes, their queue, and the clock that wakes them. */
export class House {
  readonly queue: Queue
  #workers: Worker[] = []
  readonly #runs = new WeakMap<Worker, (job: Job) => Promise<void>>()
  readonly #announced = new Set<string>()
  readonly #dead = new Set<Worker>()
  readonly #crashes: Crash[]
  #steps = 0
  #started = 0
  #dispatching = false

  constructor(
    private readonly world: World,
    private readonly wiring: Wiring,
  ) {
    this.queue = new Queue(world.scheduler, () => this.#dispatch())
    this.#crashes = [...world.scenario.crashes]
  }

  start(): void {
    for (let index = 0; index < this.world.scenario.workers; index += 1) this.#startWorker()
    const tick = () => {
      this.#everyMinute()
      this.world.scheduler.after(minuteMs, tick)
    }
    this.world.scheduler.after(minuteMs, tick)
  }

  isAwake(): boolean {
    return this.#workers.some(({ alive }) => alive)
  }

  /** A notification: whoever lives turns it into a job; where nobody does, the minute's schedule finds it. */
  announce(task: "reconcile" | "ingest", channelId: string): void {
    const key = `${task} ${channelId}`
    if (this.#announced.has(key) || !this.isAwake() || this.wiring.cron) return
    this.#announced.add(key)
    this.world.scheduler.after(coalesceMs, () => {
      this.#announced.delete(key)
      if (this.isAwake()) this.queue.add(task, channelId)
    })
  }

  /** Whoever lives gives back what the dead hold. */
  #noticeDead(): void {
    if (!this.isAwake()) return
    for (const victim of this.#dead) this.queue.release(victim)
    this.#dead.clear()
  }

  #startWorker(): void {
    this.#started += 1
    const { world } = this
    const chance = new Chance(`worker ${chanceOf(world.scenario)} ${this.#started}`)
    const fate = {
      next: () => {
        this.#steps += 1
        // Where little happens the n-th step may come when nothing goes wrong any more.
        if (world.scheduler.now >= world.quietFrom) return undefined
        return this.#crashes[0]?.step === this.#steps ? this.#crashes.shift() : undefined
      },
      onCrash: (victim: Worker, crash: Crash) => this.#crash(victim, crash),
    }
    const worker = new Worker(this.#started, world, chance, fate)
    this.#runs.set(worker, jobsOf(world, this.queue, { worker, wiring: this.wiring }))
    this.#workers.push(worker)
    world.log({ at: world.scheduler.now, kind: "started", worker: worker.number })
    this.#noticeDead()
    if (!this.wiring.cron) this.queue.add("reconcile", "")
    for (const { id } of world.scenario.channels) {
      this.#resume(id)
      this.queue.add("pull-orders", id)
    }
  }

  #crash(victim: Worker, { downMs }: Crash): void {
    const { scheduler, locks, counts } = this.world
    victim.alive = false
    counts.crashes += 1
    this.#workers = this.#workers.filter((worker) => worker !== victim)
    locks.releaseAll(victim.step)
    this.world.log({ at: scheduler.now, kind: "crash", worker: victim.number, downMs })
    this.#dead.add(victim)
    if (this.isAwake()) scheduler.after(noticedAfterMs, () => this.#noticeDead())
    scheduler.after(downMs, () => this.#startWorker())
  }

  /** What `resumeChannel` adds: whatever a channel was left with. */
  #resume(channelId: string): void {
    const { ledger } = this.world
    if (ledger.inbox.hasPending(channelId)) this.queue.add("ingest", channelId)
    if (this.wiring.cron) return
    const open = ledger.openPushes(channelId)
    if (open.length > 0) this.queue.add("settle", channelId)
    for (const { state, lane } of open) if (state === "sending") this.queue.add(pushTaskOf[lane], channelId)
    for (const lane of stockLanes) {
      if (ledger.hasDue(channelId, lane)) this.queue.add(pushTaskOf[lane], channelId)
    }
  }

  #everyMinute(): void {
    if (!this.isAwake()) return
    if (!this.wiring.cron) this.queue.add("reconcile", "")
    this.world.scenario.channels.forEach(({ id }, position) => {
      this.#resume(id)
      const { pull, push, sweep, task } = this.#schedules(position)
      const { now } = this.world.scheduler
      const { began } = this.world.ledger.tables.reading(id)
      if (isDue(pull, now, began)) this.queue.add("pull-orders", id)
      if (!this.wiring.cron && this.#isTurn(sweep, "sweep-orders", id)) this.queue.add("sweep-orders", id)
      if (this.#isTurn(push, task, id)) this.queue.add(task, id)
    })
  }

  /** A turn that failed is still due: only the job's end ends it. */
  #isTurn(schedule: Schedule, task: Task, channelId: string): boolean {
    return isDue(schedule, this.world.scheduler.now, this.world.lastRuns.get(`${task}:${channelId}`) ?? null)
  }

  #schedules(position: number) {
    const { cron } = this.wiring
    const every = (ms: number) => ({
      intervalSeconds: ms / 1000,
      offsetSeconds: (position * 13) % (ms / 1000),
    })
    return {
      pull: every(cron?.pullEveryMs ?? 4 * minuteMs),
      push: every(cron?.pushEveryMs ?? 10 * minuteMs),
      sweep: every(60 * minuteMs),
      task: cron ? ("cron-push" as const) : ("compare-stock" as const),
    }
  }

  #dispatch(): void {
    if (this.#dispatching) return
    this.#dispatching = true
    this.world.scheduler.after(pickUpMs, () => {
      this.#dispatching = false
      for (;;) {
        const worker = this.#workers.find(({ running }) => running < concurrency)
        const job = worker && this.queue.take(worker)
        if (!job) return
        this.#run(worker, job)
      }
    })
  }

  #run(worker: Worker, job: Job): void {
    worker.running += 1
    const begun = this.world.scheduler.now
    const end = (act: () => void) => () => {
      worker.running -= 1
      if (worker.alive) act()
    }
    const run = this.#runs.get(worker)
    run?.(job).then(
      end(() => {
        this.world.lastRuns.set(`${job.task}:${job.channelId}`, begun)
        this.queue.done(job)
      }),
      end(() => this.queue.failed(job)),
    )
  }
}
