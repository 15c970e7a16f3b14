import { createLedgerDataSource, migrateLedger } from "@serai/channels/ledger"
import { pulseOfHouse } from "@serai/channels/ledger/queries/health-house"
import { dropSupersededJobs } from "@serai/channels/ledger/superseded-jobs"
import { openQueue, type JobQueue } from "@serai/channels/engine/runner"
import { startWorker, type WorkerOptions } from "@serai/channels/engine/worker"
import { EventEmitter, once } from "node:events"
import { Client } from "pg"
import { openRelay, type Relay } from "../../src/stage/relay"
import { createDatabase } from "../support/database"
import { eventually } from "../support/eventually"

const channelId = "chan_life"
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describe("a worker whose database goes away", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let db: Client
  let relay: Relay
  let queue: JobQueue
  let stop: (() => Promise<void>) | undefined

  beforeAll(async () => {
    database = await createDatabase()
    await migrateLedger(database.url)
    db = new Client({ connectionString: database.url })
    await db.connect()
    queue = await openQueue(database.url, silent)
  }, 120_000)

  beforeEach(async () => {
    relay = await openRelay(Number(new URL(database.url).port))
  })

  afterEach(async () => {
    await relay.set("open")
    await stop?.()
    stop = undefined
    await relay.close()
  }, 60_000)

  afterAll(async () => {
    await queue.close()
    await db.end()
    await database.drop()
  })

  /** A worker behind the relay. */
  async function start(options: Partial<WorkerOptions>): Promise<void> {
    const url = new URL(database.url)
    url.port = String(relay.port)
    const own = await openQueue(url.toString(), silent)
    const end = await startWorker({
      databaseUrl: url.toString(),
      log: silent,
      queue: own,
      catchUp: () => Promise.resolve(),
      die: () => undefined,
      runChannelTask: () => Promise.resolve(),
      runHouseTask: () => Promise.resolve(),
      ...options,
    })
    stop = async () => {
      await end()
      await own.close()
    }
  }

  it("hears of changes again, and looks for what it missed", async () => {
    let reconciled = 0
    let caughtUp = 0
    await start({
      catchUp: () => Promise.resolve(void (caughtUp += 1)),
      runHouseTask: () => Promise.resolve(void (reconciled += 1)),
    })
    await relay.set("cut")
    await relay.set("open")
    await eventually("it to look", () => Promise.resolve(caughtUp === 2))
    await db.query("notify ledger_dirty")
    await eventually("it to hear", () => Promise.resolve(reconciled === 1))
  }, 60_000)

  it("does not wait for ever for one that says nothing", async () => {
    const signals: AbortSignal[] = []
    let caughtUp = 0
    await start({
      catchUp: () => Promise.resolve(void (caughtUp += 1)),
      runChannelTask: (_task, _channelId, signal) => {
        signals.push(signal)
        return signals.length > 1 ? Promise.resolve() : once(signal, "abort").then(() => undefined)
      },
    })
    await queue.enqueue("ingest", channelId)
    await eventually("a job to run", () => Promise.resolve(signals.length === 1))
    await relay.set("stalled")
    await eventually("it to give up", () => Promise.resolve(signals[0]?.aborted))
    await relay.set("open")
    await eventually("it to look", () => Promise.resolve(caughtUp === 2))
  }, 90_000)

  const presences = async () => {
    const { rows } = await db.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where application_name = 'serai-presence' and datname = current_database()`,
    )
    return rows[0]?.count
  }

  it("runs a job again whose end could not be written down, and then the next of its queue", async () => {
    const events = new EventEmitter()
    let runs = 0
    await start({
      runChannelTask: async () => {
        runs += 1
        events.emit("begun")
        if (runs === 1) await once(events, "finish")
      },
    })
    const begun = once(events, "begun")
    await queue.enqueue("ingest", channelId)
    await begun
    await relay.set("cut")
    events.emit("finish")
    await eventually("the worker to be gone", async () => (await presences()) === 0)
    await relay.set("open")
    await eventually("the job to run again", () => Promise.resolve(runs === 2), { withinMs: 20_000 })
    await eventually("nothing to be held", async () => {
      const { rows } = await db.query(`select from graphile_worker.jobs`)
      return rows.length === 0
    })
    await queue.enqueue("ingest", channelId)
    await eventually("the next one to run", () => Promise.resolve(runs === 3))
  }, 60_000)

  it("tells its jobs to stop", async () => {
    const reasons: unknown[] = []
    const events = new EventEmitter()
    await start({
      runChannelTask: async (_task, _channelId, signal) => {
        events.emit("begun")
        if (reasons.length > 0) return
        await once(signal, "abort")
        reasons.push(signal.reason)
        throw signal.reason as Error
      },
    })
    const begun = once(events, "begun")
    await queue.enqueue("ingest", channelId)
    await begun
    const again = once(events, "begun")
    await relay.set("cut")
    await relay.set("open")
    await again
    expect(reasons).toHaveLength(1)
  }, 60_000)

  it("does not count as failed what was added again while it ran, and forgets it", async () => {
    const ledger = await createLedgerDataSource({ databaseUrl: database.url, poolSize: 1 }).initialize()
    const events = new EventEmitter()
    let runs = 0
    await start({
      runChannelTask: async () => {
        runs += 1
        events.emit("begun")
        if (runs > 1) return
        await once(events, "finish")
        throw new Error("It fails after all")
      },
    })
    const begun = once(events, "begun")
    await queue.enqueue("ingest", channelId)
    await begun
    await queue.enqueue("ingest", channelId)
    events.emit("finish")
    await eventually("the second one to run", () => Promise.resolve(runs === 2))
    const left = async () => (await db.query(`select from graphile_worker.jobs`)).rowCount
    await eventually("the second one to end", async () => (await left()) === 1)
    const { jobs } = await pulseOfHouse(ledger)
    expect(jobs).toMatchObject([{ task: "ingest", failed: 0, ready: 0 }])
    await dropSupersededJobs(ledger)
    expect(await left()).toBe(0)
    await ledger.destroy()
  }, 60_000)

  it("ends its process when a job does not stop: others will run it", async () => {
    const events = new EventEmitter()
    await start({
      die: () => events.emit("died"),
      runChannelTask: async () => {
        events.emit("begun")
        await once(events, "finish")
      },
    })
    const begun = once(events, "begun")
    await queue.enqueue("ingest", channelId)
    await begun
    const died = once(events, "died")
    await relay.set("cut")
    await died
    events.emit("finish")
  }, 60_000)

  it("leaves what it held to another one", async () => {
    const events = new EventEmitter()
    await start({ runChannelTask: () => once(events, "finish").then(() => undefined) })
    await queue.enqueue("push-raised", channelId)
    await eventually("the job to be held", async () => {
      const { rows } = await db.query(`select from graphile_worker.jobs where locked_by is not null`)
      return rows.length > 0
    })
    let taken = 0
    const end = await startWorker({
      databaseUrl: database.url,
      log: silent,
      queue,
      catchUp: () => Promise.resolve(),
      die: () => undefined,
      runChannelTask: () => Promise.resolve(void (taken += 1)),
      runHouseTask: () => Promise.resolve(),
    })
    await relay.set("cut")
    await eventually("it to be taken over", () => Promise.resolve(taken > 0), { withinMs: 30_000 })
    events.emit("finish")
    await end()
  }, 90_000)
})
