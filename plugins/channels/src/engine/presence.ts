import { Client } from "pg"
import type { Logger } from "../contract"

/** How often the dead are looked for. */
const sweepMs = 10_000
/** A job held for less than this may belong to a worker that has not announced itself yet. */
const graceSeconds = 5

interface PresenceOptions {
  /** This process's own workers. */
  workerIds: string[]
  /** Gives back what these workers hold. */
  release: (workerIds: string[]) => Promise<void>
  log: Logger
}

const lockKeys = `hashtext('serai-worker'), hashtext($1)`

/**
 * graphile-worker frees a dead worker's jobs after four hours. Ours hold an advisory lock per worker, which Postgres drops
 * with the connection of a killed process: whoever's lock can be taken is dead, and its jobs run again within seconds.
 */
export async function holdPresence(
  databaseUrl: string,
  options: PresenceOptions,
): Promise<{ end: () => Promise<void> }> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "serai-presence",
    keepAlive: true,
  })
  client.on("error", (error) =>
    options.log.error("The presence connection failed", { message: error.message }),
  )
  await client.connect()
  for (const id of options.workerIds) await client.query(`select pg_advisory_lock(${lockKeys})`, [id])
  const sweep = () =>
    releaseTheDead(client, options).catch((error: unknown) =>
      options.log.error("Looking for dead workers failed", { error }),
    )
  await sweep()
  const timer = setInterval(() => void sweep(), sweepMs)
  return {
    end: async () => {
      clearInterval(timer)
      await client.end()
    },
  }
}

async function releaseTheDead(client: Client, { workerIds, release, log }: PresenceOptions): Promise<void> {
  const { rows } = await client.query<{ locked_by: string }>(
    `select distinct locked_by from (
       select locked_by, locked_at from graphile_worker.jobs
       union all select locked_by, locked_at from graphile_worker._private_job_queues
     ) held
     where locked_by is not null and locked_by <> all($1::text[]) and locked_at < now() - make_interval(secs => $2)`,
    [workerIds, graceSeconds],
  )
  const dead: string[] = []
  for (const { locked_by: id } of rows) {
    const taken = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(${lockKeys}) as taken`,
      [id],
    )
    if (!taken.rows[0]?.taken) continue
    await client.query(`select pg_advisory_unlock(${lockKeys})`, [id])
    dead.push(id)
  }
  if (dead.length === 0) return
  log.warn("Jobs of workers that are gone run again", { workers: dead.length })
  await release(dead)
}
