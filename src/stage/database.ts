import { randomBytes } from "node:crypto"
import { Client } from "pg"

export interface StageDatabase {
  url: string
  drop(): Promise<void>
}

export interface Template {
  /** A database server on which databases may be created and dropped. */
  serverUrl: string
  /** Another name whenever the content would be another. */
  name: string
  /** Fills the empty database that becomes the template; runs once per name. */
  prepare: (databaseUrl: string) => Promise<void>
}

/** Two processes that need the same template take turns: one makes it, the other waits and uses it. */
const templateLock = 7_352_009

/** A database of one's own, copied from a template within a second; what made the template is run once. */
export async function copyDatabase(template: Template, prefix: string): Promise<StageDatabase> {
  const name = `${prefix}_${randomBytes(5).toString("hex")}`
  await onServer(template.serverUrl, async (client) => {
    await client.query(`select pg_advisory_lock($1)`, [templateLock])
    const { rows } = await client.query(`select 1 from pg_database where datname = $1`, [template.name])
    if (rows.length === 0) await make(client, template)
    await client.query(`create database ${name} template ${template.name}`)
  })
  return {
    url: urlOf(template.serverUrl, name),
    drop: () =>
      onServer(template.serverUrl, async (client) => {
        await client.query(`drop database ${name} with (force)`)
      }),
  }
}

/** Made under another name first, so that a template that exists is always a whole one. */
async function make(client: Client, { serverUrl, name, prepare }: Template): Promise<void> {
  const building = `${name}_building`
  await client.query(`drop database if exists ${building} with (force)`)
  await client.query(`create database ${building}`)
  await prepare(urlOf(serverUrl, building))
  await client.query(`alter database ${building} rename to ${name}`)
}

async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.toString()
}
