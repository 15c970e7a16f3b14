import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { structureFingerprint, type Site } from "../launch/build-steps"
import { medusaCommand } from "../launch/database-steps"
import { medusaEnvironment } from "../launch/environment"
import type { ManagedProcess } from "../launch/processes"
import type { Secrets } from "../launch/secrets"
import { httpAnswers, untilAnswers } from "../launch/waiting"
import type { Template } from "./database"
import { operator } from "./operator"

/** Where a stage's processes find things; every command that plays through the app has one. */
export interface Stage {
  site: Site
  secrets: Secrets
  /** A database server on which databases may be created and dropped. */
  serverUrl: string
}

export interface MedusaOptions {
  /** Names the process and its log in `.data/logs`. */
  name: string
  databaseUrl: string
  port: number
  /** Wins over everything, e.g. a sandbox's address. */
  environment?: Record<string, string>
}

export interface StageServer {
  url: string
  process: ManagedProcess
}

/** A migrated database with an operator who may log in. */
export function stageTemplate(stage: Stage): Template {
  const fingerprint = structureFingerprint(stage.site.project.root).slice(0, 10)
  return {
    serverUrl: stage.serverUrl,
    name: `serai_stage_${fingerprint}`,
    prepare: async (databaseUrl) => {
      const migrate = ["db:migrate", "--execute-safe-links", "--execute-safe-search"]
      await runMedusa(stage, migrate, { name: "stage-migrate", databaseUrl, port: 9000 })
      const { migrateLedger } = await import("@serai/channels/ledger")
      await migrateLedger(databaseUrl)
      const add = ["user", "-e", operator.email, "-p", operator.password]
      // The command must not start to work on jobs.
      const environment = { MEDUSA_WORKER_MODE: "server" }
      await runMedusa(stage, add, { name: "stage-operator", databaseUrl, port: 9000, environment })
    },
  }
}

/** Runs one of Medusa's commands to its end; rejects with its last words when it fails. */
export function runMedusa(stage: Stage, args: string[], options: MedusaOptions): Promise<void> {
  return stage.site.processes.run(command(stage, args, options))
}

/** Starts a Medusa server; resolves when it answers. */
export async function startServer(stage: Stage, options: MedusaOptions): Promise<StageServer> {
  const { processes, project } = stage.site
  ensureDashboard(project.dashboard)
  const args = ["start", "--host", "127.0.0.1", "--port", String(options.port)]
  const server = await processes.start(command(stage, args, options))
  const url = `http://127.0.0.1:${options.port}`
  await untilAnswers(processes, server, () => httpAnswers(`${url}/health`))
  return { url, process: server }
}

function command({ site, secrets }: Stage, args: string[], options: MedusaOptions) {
  const { project } = site
  const { databaseUrl, environment, name, port } = options
  const made = medusaEnvironment(process.env, { project, secrets, databaseUrl, port, sandboxes: {} })
  return medusaCommand(site, name, args, { ...made, ...environment })
}

/** A server refuses to start without a built dashboard, which takes minutes and which nobody looks at here. */
function ensureDashboard(folder: string): void {
  const page = path.join(folder, "index.html")
  if (existsSync(page)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(page, "<html></html>")
}
