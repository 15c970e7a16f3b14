import type { Examined } from "@serai/channels/engine/checks/examine"
import { randomBytes } from "node:crypto"
import { existsSync, rmSync } from "node:fs"
import path from "node:path"
import { findPatient, type Patient } from "./doctor/database"
import { outdatedResults } from "./doctor/outdated"
import { parseDoctor, type DoctorOptions } from "./doctor/options"
import { examinedSchema, exitCode, jsonReport, textReport } from "./doctor/report"
import { lookForStart, type RunningStart } from "./doctor/running-start"
import { listenAddress } from "./launch/arguments"
import type { Site } from "./launch/build-steps"
import { medusaCommand } from "./launch/database-steps"
import { medusaEnvironment } from "./launch/environment"
import { readJson } from "./launch/json-file"
import { Obstacle } from "./launch/obstacle"
import { Processes } from "./launch/processes"
import { createProgress } from "./launch/progress"
import { projectAt, type Project } from "./launch/project"
import { loadSecrets, type Secrets } from "./launch/secrets"
import { interruption } from "./launch/waiting"

/**
 * `npm run doctor`: looks for what is wrong, `-- --fix` mends what is safe to mend, `-- --json` is for programs. Ends with 0
 * when nothing is wrong, 1 when something is, 2 when it could not look.
 */
export async function main(args: string[]): Promise<number> {
  try {
    const options = parseDoctor(args)
    const project = projectAt(process.cwd())
    requireBuilt(project)
    const site = { project, processes: await Processes.claim(project, "doctor") }
    try {
      const ended = await Promise.race([consult(site, options), interruption()])
      return ended === "interrupted" ? 130 : ended
    } finally {
      await site.processes.stopAll()
    }
  } catch (error) {
    console.error(error instanceof Obstacle ? error.message : error)
    return 2
  }
}

/** Nothing is built here: a server may be running on what was built before. */
function requireBuilt({ root, server }: Project): void {
  const built = [path.join(root, "plugins/channels/.medusa/server"), path.join(server, "medusa-config.js")]
  if (built.every((place) => existsSync(place))) return
  throw new Obstacle("Serai is not built yet: run npm run build, or npm start, once.")
}

async function consult(site: Site, options: DoctorOptions): Promise<number> {
  const secrets = loadSecrets(site.project.secrets, randomBytes)
  const start = lookForStart(site.project)
  // What is on its way goes where it is in nobody's way: the report alone is on the standard output.
  const progress = createProgress(process.stderr)
  const task = progress.begin("Examine the house", 20)
  try {
    const patient = await findPatient(site, {
      given: process.env.DATABASE_URL,
      password: secrets.databasePassword,
      startRuns: start.runs,
    })
    const results =
      (await outdatedResults(patient.url)) ?? (await examine(site, { patient, secrets, start, options }))
    task.done()
    progress.close()
    const about = { name: patient.name, fix: options.fix }
    console.log(options.json ? jsonReport(results, about) : textReport(results, about))
    return exitCode(results)
  } finally {
    progress.close()
  }
}

interface Consultation {
  patient: Patient
  secrets: Secrets
  start: RunningStart
  options: DoctorOptions
}

/** In a Medusa of its own that works on no jobs; its log stays in `.data/logs`. */
async function examine(site: Site, { patient, secrets, start, options }: Consultation): Promise<Examined[]> {
  const { project, processes } = site
  const file = path.join(project.data, `doctor-${process.pid}.json`)
  const environment = medusaEnvironment(process.env, {
    project,
    secrets,
    databaseUrl: patient.url,
    port: listenAddress(process.env).port,
    sandboxes: patient.demo ? start.sandboxes : {},
  })
  const words = [options.fix && "fix", patient.resting && "resting"].filter((word) => word !== false)
  try {
    await processes.run(
      medusaCommand(site, "doctor", ["exec", "./src/doctor/examine.js", file, ...words], {
        ...environment,
        MEDUSA_WORKER_MODE: "server",
      }),
    )
    const results = readJson(file, examinedSchema)
    if (!results) throw new Obstacle("The examination ended without a result; see .data/logs/doctor.log.")
    return results
  } finally {
    rmSync(file, { force: true })
  }
}
