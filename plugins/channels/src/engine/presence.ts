import { Client } from "pg"
import type { Logger } from "../contract"
import { createSightings } from "./sightings"

/** How often a worker shows that it is alive, and looks for the dead. */
const sweepMs = 1_500
/** An answer that takes longer will not come: the connection counts as lost. */
const answerWithinMs = 5_000
/**
 * Whoever's lock is free for so long is dead. A worker that lost its connection knows it after `sweepMs` and `answerWithinMs` at
 * most, and has stopped what it did before others begin to do it.
 */
const deadAfterMs = 8_000
/** A job held for less than this may belong to a worker that has not announced itself yet. */
const graceSeconds = 5
/** A job in this worker's name that it has not been running for so long is nobody's: its end could not be written down. */
const orphanedAfterMs = 10_000

interface PresenceOptions {
  databaseUrl: string
  /** This process's own workers. */
  workerIds: string[]
  /** Jobs that are running here now. */
  inHand: ReadonlySet<string>
  /** Gives back what these workers hold. */
  release: (workerIds: string[]) => Promise<void>
  /** Runs for every notification of these names, in the order of their coming. */
  onNotification: (name: string, payload: string) => void
  listenTo: readonly string[]
  log: Logger
}

/** A worker's hold on the database. */
export interface Presence {
  /** Resolves with the reason when it was lost; then others take over what this worker held. */
  lost: Promise<string>
  end(): Promise<void>
}

const lockKeys = `hashtext('serai-worker'), hashtext($1)`

/**
 * graphile-worker frees a dead worker's jobs after four hours. Ours hold an advisory lock per worker, which Postgres drops
 * with the connection of a killed process: whoever's lock stays free is dead, and its jobs run again within seconds. The same
 * connection listens, so that a worker that no longer hears of changes knows it.
 */
export async function holdPresence(options: PresenceOptions): Promise<Presence> {
  const client = new Client({
    connectionString: options.databaseUrl,
    application_name: "serai-presence",
    keepAlive: true,
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
  })
  let lose: (reason: string) => void = () => undefined
  const lost = new Promise<string>((resolve) => (lose = resolve))
  client.on("error", (error) => lose(error.message))
  client.on("end", () => lose("The connection ended"))
  client.on("notification", ({ channel, payload }) => options.onNotification(channel, payload ?? ""))
  const sweep = sweeper(client, options)
  try {
    await client.connect()
    for (const id of options.workerIds) await client.query(`select pg_advisory_lock(${lockKeys})`, [id])
    for (const name of options.listenTo) await client.query(`listen ${name}`)
    await sweep()
  } catch (error) {
    discard(client)
    throw error
  }
  const timer = setInterval(() => void sweep().catch((error: unknown) => lose(messageOf(error))), sweepMs)
  void lost.then(() => {
    clearInterval(timer)
    discard(client)
  })
  return {
    lost,
    end: async () => {
      clearInterval(timer)
      await client.end()
    },
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Without a farewell: nobody may be there to take it. */
function discard(client: Client): void {
  client.end().catch(() => undefined)
  client.connection.stream.destroy()
}

interface Held {
  id: string
  locked_by: string
}

/** What somebody holds, jobs and queues alike; a queue has no job of its own. */
const heldJobs = `
  select id::text as id, locked_by from graphile_worker.jobs
  where locked_by is not null and locked_at < now() - make_interval(secs => $1)
  union all
  select '' as id, locked_by from graphile_worker._private_job_queues
  where locked_by is not null and locked_at < now() - make_interval(secs => $1)`

/** One look at all that is held. Throws when the database does not answer, or when this worker holds what it does not run. */
function sweeper(client: Client, { workerIds, inHand, release, log }: PresenceOptions) {
  const free = createSightings(deadAfterMs, performance.now.bind(performance))
  const orphaned = createSightings(orphanedAfterMs, performance.now.bind(performance))
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const { rows } = await client.query<Held>(heldJobs, [graceSeconds])
    const own = rows.filter(({ id, locked_by }) => id !== "" && workerIds.includes(locked_by))
    const orphans = orphaned.lasting(own.map(({ id }) => id).filter((id) => !inHand.has(id)))
    if (orphans.length > 0) throw new Error(`${orphans.length} jobs are held here that nobody runs`)
    const others = new Set(rows.map(({ locked_by }) => locked_by).filter((id) => !workerIds.includes(id)))
    const dead = free.lasting(await whoseLockIsFree(client, others))
    if (dead.length === 0) return
    log.warn("Jobs of workers that are gone run again", { workers: dead.length })
    await release(dead)
  }

  // One look at a time: a slow one is the next one's too.
  return () => (looking ??= look().finally(() => (looking = undefined)))
}

async function whoseLockIsFree(client: Client, workerIds: Iterable<string>): Promise<string[]> {
  const free: string[] = []
  for (const id of workerIds) {
    const { rows } = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(${lockKeys}) as taken`,
      [id],
    )
    if (!rows[0]?.taken) continue
    await client.query(`select pg_advisory_unlock(${lockKeys})`, [id])
    free.push(id)
  }
  return free
}
