import { existsSync } from "node:fs"
import path from "node:path"
import { Client } from "pg"
import type { Site } from "../launch/build-steps"
import { requireReachable } from "../launch/database"
import { Obstacle } from "../launch/obstacle"
import { addressOf, rememberedPort, startPostgres } from "../launch/postgres"

/** The database to be examined. */
export interface Patient {
  url: string
  /** As people know it. */
  name: string
  /** Nothing of Serai runs, and nothing is expected to. */
  resting: boolean
  /** The demo, whose marketplaces are sandboxes. */
  demo: boolean
}

/** Databases that `npm start` makes: the real one, and the demo's. */
const names = ["serai", "serai_demo"] as const

/**
 * The database in DATABASE_URL, where Serai is expected to run; else the one of `npm start`, which is started for the
 * occasion when it is down. Of its two databases the one that somebody works on is meant, else the real one.
 */
export async function findPatient(
  site: Site,
  { given, password, startRuns }: { given: string | undefined; password: string; startRuns: boolean },
): Promise<Patient> {
  if (given !== undefined && given !== "") {
    await requireReachable(given)
    return { url: given, name: "DATABASE_URL", resting: false, demo: false }
  }
  const port = (await answeringPort(site, password)) ?? (await startedPort(site, password))
  const name = await chooseName(addressOf(port, password, "postgres"))
  return {
    url: addressOf(port, password, name),
    name: `${name} (npm start)`,
    resting: !startRuns,
    demo: name === "serai_demo",
  }
}

async function answeringPort({ project }: Site, password: string): Promise<number | undefined> {
  const port = rememberedPort(project, "postgres")
  if (port === undefined) return undefined
  return requireReachable(addressOf(port, password, "postgres")).then(
    () => port,
    () => undefined,
  )
}

async function startedPort(site: Site, password: string): Promise<number> {
  if (!existsSync(path.join(site.project.data, "postgres"))) {
    throw new Obstacle("There is no database to examine: set DATABASE_URL, or run npm start once.")
  }
  return (await startPostgres({ ...site, name: "postgres", password, durable: true })).port
}

async function chooseName(serverUrl: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select d.datname as name from pg_database d
       left join pg_stat_activity a on a.datid = d.oid and a.application_name = 'serai-presence'
       where d.datname = any($1::text[])
       order by a.pid is null, array_position($1::text[], d.datname::text) limit 1`,
      [names],
    )
    const [chosen] = rows
    if (!chosen) throw new Obstacle("The database is empty: run npm start once.")
    return chosen.name
  } finally {
    await client.end()
  }
}
