import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Client } from "pg"
import { z } from "zod"
import { readJson, writeJson } from "./json-file"
import { choosePort } from "./machine"
import { Obstacle } from "./obstacle"
import { findPostgres, type PostgresBinaries } from "./postgres-binaries"
import { asPostgresUser, type Launch } from "./postgres-launch"
import type { ManagedProcess, Processes } from "./processes"
import type { Project } from "./project"

export interface PostgresOptions {
  project: Project
  processes: Processes
  /** The folder's name inside `.data`; also names the logs and the remembered port. */
  name: string
  password: string
  /** Off for throw-away test data only: without it a power cut may lose or break the database. */
  durable: boolean
}

export interface RunningPostgres {
  host: string
  port: number
  user: string
  password: string
  process: ManagedProcess
  /** The address of a database of that name, which is created when it does not exist. */
  database(name: string): Promise<string>
}

const host = "127.0.0.1"
const user = "serai"
const readyWithinMs = 60_000

/** Starts Postgres on this project's own folder, TCP on this machine only. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const folder = path.join(options.project.data, options.name)
  const binaries = findPostgres(options.project.root)
  requireUsable(folder, binaries.major)
  const launch = asPostgresUser(options.project.root, folder, binaries)
  if (!existsSync(folder)) await createCluster({ ...options, folder, binaries, launch })
  const port = await portFor(options)
  const running = await options.processes.start({
    name: options.name,
    ...launch.as(binaries.postgres, ["-D", folder, ...settings(port, options.durable)]),
    needle: folder,
    stop: { signal: "SIGINT", alone: true },
  })
  const admin = addressOf(port, options.password, "postgres")
  await ready(running, admin, options)
  return {
    host,
    port,
    user,
    password: options.password,
    process: running,
    database: (name) => ensureDatabase(admin, name, addressOf(port, options.password, name)),
  }
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: host,
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "256MB",
    timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  }
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`])
}

/** One clear sentence for a folder that Postgres would only stumble over. */
function requireUsable(folder: string, major: string): void {
  if (!existsSync(folder)) return
  const file = path.join(folder, "PG_VERSION")
  if (!existsSync(file)) {
    throw new Obstacle(
      `The database folder ${folder} is broken (PG_VERSION is missing): put a copy of it back, or delete it to start with an empty database.`,
    )
  }
  const version = readFileSync(file, "utf8").trim()
  if (version !== major) {
    throw new Obstacle(
      `The database folder ${folder} belongs to Postgres ${version}, this Serai brings Postgres ${major}: dump it with the old one and restore it with the new one, or delete it to start with an empty database.`,
    )
  }
}

interface Creation extends PostgresOptions {
  folder: string
  binaries: PostgresBinaries
  launch: Launch
}

/** Made beside its place and moved there when complete, so that an interrupted set-up never leaves half a database. */
async function createCluster({
  folder,
  binaries,
  launch,
  processes,
  password,
  name,
}: Creation): Promise<void> {
  const draft = `${folder}.new`
  const passwordFile = `${folder}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  const command = launch.as(binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Postgres's own locale: the same order on every machine, whatever locales it has.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ])
  const { owner } = launch
  if (owner) [draft, passwordFile].forEach((place) => chownSync(place, owner.uid, owner.gid))
  try {
    await processes.run({ name: `${name}-create`, ...command })
    renameSync(draft, folder)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

const portsSchema = z.record(z.string(), z.number())

/** Where it listened last time, and listens now if it runs. */
export const rememberedPort = (project: Project, name: string): number | undefined =>
  readJson(project.ports, portsSchema)?.[name]

async function portFor({ project, name }: PostgresOptions): Promise<number> {
  const before = rememberedPort(project, name)
  const port = await choosePort(before, host)
  if (port !== before) writeJson(project.ports, { ...readJson(project.ports, portsSchema), [name]: port })
  return port
}

export const addressOf = (port: number, password: string, database: string) =>
  `postgres://${user}:${password}@${host}:${port}/${database}`

async function ready(running: ManagedProcess, admin: string, { project, name, processes }: PostgresOptions) {
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    const refusal = await tryConnect(admin)
    if (refusal === undefined) return
    if (refusal === wrongPassword) {
      throw new Obstacle(
        `The database in ${path.join(project.data, name)} does not take the password in ${project.secrets}: put the matching pair back from a copy, or delete the .data folder to start afresh.`,
      )
    }
    if (running.over() || Date.now() > deadline) {
      throw processes.failure(
        running,
        `The database in ${path.join(project.data, name)} does not start. If the disk is full, free some space; if the folder is damaged, put a copy back, or delete it to start with an empty database`,
      )
    }
    await sleep(100)
  }
}

/** SQLSTATE invalid_password. */
const wrongPassword = "28P01"

/** Undefined when the database answers, else why not. */
async function tryConnect(address: string): Promise<string | undefined> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unreachable"
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function ensureDatabase(admin: string, name: string, address: string): Promise<string> {
  const client = new Client({ connectionString: admin })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  return address
}
