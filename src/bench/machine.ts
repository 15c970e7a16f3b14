import { cpus, loadavg, release, totalmem, type } from "node:os"
import { Client } from "pg"

/** What the numbers were measured on; without it they say nothing. */
export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  system: string
  node: string
  postgres: string
  /** Postgres's settings that decide what a commit costs. */
  durable: boolean
  /** The load average of the last minute before the first measurement: other work makes every number worse. */
  loadBefore: number
}

export async function describeMachine(serverUrl: string): Promise<Machine> {
  const [first] = cpus()
  return {
    cpu: first?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    ...(await describePostgres(serverUrl)),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
}

async function describePostgres(url: string): Promise<{ postgres: string; durable: boolean }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string; durable: boolean }>(
      `select current_setting('server_version') as version,
         current_setting('fsync')::boolean and current_setting('synchronous_commit')::text <> 'off' as durable`,
    )
    return { postgres: rows[0]?.version ?? "unknown", durable: rows[0]?.durable ?? false }
  } finally {
    await client.end()
  }
}
