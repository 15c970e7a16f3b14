import { createHash, randomBytes } from "node:crypto"
import { readdirSync } from "node:fs"
import path from "node:path"
import { Client } from "pg"
import { medusa, root } from "./medusa-process"

/** The server whose databases tests may create and drop: `npm test` starts one and names it here. */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL
  if (!url)
    throw new Error(
      "DATABASE_URL is missing: run integration tests with `npm test`, which starts a database.",
    )
  return url
}

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${database}`
  return url.toString()
}

/** A new name whenever the schema could be another: Medusa's version and our migrations. */
function templateName(): string {
  const migrations = readdirSync(path.join(root, "migrations/src")).join()
  const models = readdirSync(path.join(root, "plugins/channels/src/modules/channel/migrations")).join()
  return `serai_template_${createHash("sha256")
    .update(migrations + models)
    .digest("hex")
    .slice(0, 10)}`
}

const templateLock = 7_352_009

/** A migrated database of one's own, copied from a template that is migrated once. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const template = templateName()
  const name = `serai_test_${randomBytes(5).toString("hex")}`
  await onServer(async (client) => {
    await client.query(`select pg_advisory_lock($1)`, [templateLock])
    const { rows } = await client.query(`select 1 from pg_database where datname = $1`, [template])
    if (rows.length === 0) await migrateTemplate(client, template)
    await client.query(`create database ${name} template ${template}`)
  })
  return {
    url: urlOf(name),
    drop: () =>
      onServer(async (client) => {
        await client.query(`drop database ${name} with (force)`)
      }),
  }
}

/** Migrated under another name first, so that a template that exists is always a whole one. */
async function migrateTemplate(client: Client, template: string): Promise<void> {
  const building = `${template}_building`
  await client.query(`drop database if exists ${building} with (force)`)
  await client.query(`create database ${building}`)
  await medusa(["db:migrate", "--execute-safe-links"], { databaseUrl: urlOf(building) }).done
  await client.query(`alter database ${building} rename to ${template}`)
}
