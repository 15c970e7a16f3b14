import { Client } from "pg"
import { Obstacle } from "./obstacle"
import { startPostgres, type PostgresOptions } from "./postgres"
import type { ManagedProcess } from "./processes"

export interface Database {
  url: string
  /** The embedded server; undefined for a database of somebody else. */
  process: ManagedProcess | undefined
}

/** The database from DATABASE_URL when there is one, else the embedded one. */
export async function openDatabase(
  given: string | undefined,
  name: string,
  embedded: PostgresOptions,
): Promise<Database> {
  if (given !== undefined && given !== "") {
    await requireReachable(given)
    return { url: given, process: undefined }
  }
  const postgres = await startPostgres(embedded)
  return { url: await postgres.database(name), process: postgres.process }
}

/** Throws one clear sentence when nothing answers there. */
export async function requireReachable(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    throw new Obstacle(`The database cannot be reached: ${reason}.`, { cause })
  } finally {
    await client.end().catch(() => undefined)
  }
}
