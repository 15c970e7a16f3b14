import { structureFingerprint, type Site } from "./build-steps"
import type { Database } from "./database"
import type { Running } from "./running"
import { SetupRecord } from "./setup-record"
import type { Step } from "./steps"
import { findWorkspaces } from "./workspaces"

const databaseStep = "database"
const migrateStep = "migrate"
export const ledgerStep = "ledger"

/** The database: the embedded one, or the one in DATABASE_URL. Needs no build, so it starts at once. */
export function databaseSteps(running: Running, open: () => Promise<Database>): Step[] {
  return [
    {
      id: databaseStep,
      title: "Start the database",
      after: [],
      run: async () => {
        const database = await open()
        running.databaseUrl = database.url
        if (database.process) running.vital.push(database.process)
      },
    },
  ]
}

/** Medusa's tables, links and search indexes, then the ledger, which puts triggers on Medusa's tables. */
export function migrationSteps(site: Site, running: Running): Step[] {
  const { project, processes } = site
  const record = () => new SetupRecord(running.databaseUrl)
  const print = structureFingerprint(project.root)
  const packages = findWorkspaces(project.root).map(({ name }) => name)
  return [
    {
      id: migrateStep,
      title: "Migrate Medusa's tables",
      about: 40,
      after: [databaseStep, ...packages],
      upToDate: () => record().holds(migrateStep, print),
      run: async () => {
        await processes.run(
          medusaCommand(
            site,
            "migrate",
            ["db:migrate", "--execute-safe-links", "--execute-safe-search"],
            running.environment(),
          ),
        )
        await record().note(migrateStep, print)
      },
    },
    {
      id: ledgerStep,
      title: "Migrate the ledger",
      after: [migrateStep],
      upToDate: () => record().holds(ledgerStep, print),
      run: async () => {
        const { migrateLedger } = await import("@serai/channels/ledger")
        await migrateLedger(running.databaseUrl)
        await record().note(ledgerStep, print)
      },
    },
  ]
}

/**
 * Room for what a request or a batch of orders makes and drops at once: with V8's own 16 MB much of it outlives a
 * collection, and a replay spent a quarter of the server's time collecting it.
 */
const youngGeneration = "--max-semi-space-size=64"

/** A Medusa command, run where Medusa's compiled files are. */
export function medusaCommand({ project }: Site, name: string, args: string[], env: NodeJS.ProcessEnv) {
  return {
    name,
    command: process.execPath,
    args: ["--enable-source-maps", youngGeneration, project.medusaCli, ...args],
    cwd: project.server,
    env,
    needle: project.medusaCli,
  }
}
