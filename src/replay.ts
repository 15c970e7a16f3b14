import { randomBytes } from "node:crypto"
import { buildSteps, type Site } from "./launch/build-steps"
import { openDatabase } from "./launch/database"
import { requireDiskSpace } from "./launch/machine"
import { Processes } from "./launch/processes"
import { createProgress } from "./launch/progress"
import { projectAt } from "./launch/project"
import { loadSecrets } from "./launch/secrets"
import { runSteps, type Step } from "./launch/steps"
import { interruption } from "./launch/waiting"
import { parseReplay, type ReplayOptions } from "./replay/arguments"
import { openBesiegedPostgres, type BesiegedPostgres } from "./replay/siege/postgres"
import type { Stage } from "./stage/medusa"

/** Gigabytes that a year of orders takes in the database. */
const diskSpace = 4

/**
 * `npm run replay`: plays a shop's order file through a simulated marketplace and the real server, and ends with 1 when a
 * promise broke.
 */
export async function main(args: string[]): Promise<number> {
  const options = parseReplay(args)
  const project = projectAt(process.cwd())
  requireDiskSpace(project.root, diskSpace)
  const site = { project, processes: await Processes.claim(project, "replay") }
  const command = ["npm run replay", ...(args.length > 0 ? ["--", ...args] : [])].join(" ")
  try {
    const ended = await Promise.race([replayAll(site, options, command), interruption()])
    return ended === "interrupted" ? 130 : ended
  } finally {
    await site.processes.stopAll()
  }
}

async function replayAll(site: Site, options: ReplayOptions, command: string): Promise<number> {
  const { stage, postgres } = await setUp(site, options)
  // Loaded only now: it needs the packages that were just built.
  const { replay } = await import("./replay/run.js")
  const { asMarkdown, kept, writeReport } = await import("./replay/report.js")
  const report = await replay({
    stage,
    options,
    command,
    output: process.stdout,
    ...(postgres && { postgres }),
  })
  console.log(`\n${asMarkdown(report)}`)
  if (options.report !== undefined) console.log(`Written: ${writeReport(report, options.report).join(", ")}`)
  return kept(report) ? 0 : 1
}

interface Ground {
  stage: Stage
  postgres?: BesiegedPostgres
}

async function setUp(site: Site, { siege }: ReplayOptions): Promise<Ground> {
  const secrets = loadSecrets(site.project.secrets, randomBytes)
  const stage: Stage = { site, secrets, serverUrl: "" }
  const ground: Ground = { stage }
  const database: Step = {
    id: "database",
    title: "Start the database",
    after: [],
    run: async () => {
      if (siege !== undefined) {
        ground.postgres = await openBesiegedPostgres(site, secrets.databasePassword)
        stage.serverUrl = ground.postgres.url
        return
      }
      const embedded = { ...site, name: "replay-postgres", password: secrets.databasePassword, durable: true }
      stage.serverUrl = (await openDatabase(process.env.DATABASE_URL, "serai_replay", embedded)).url
    },
  }
  const progress = createProgress(process.stdout)
  try {
    await runSteps([...buildSteps(site, { dashboard: false }), database], progress)
  } finally {
    progress.close()
  }
  return ground
}
