import { randomBytes } from "node:crypto"
import { sandboxSteps, seedSteps, serverStep, shopperSteps } from "./launch/app-steps"
import { listenAddress, parseStart, type StartOptions } from "./launch/arguments"
import { buildSteps, type Site } from "./launch/build-steps"
import { openDatabase } from "./launch/database"
import { databaseSteps, migrationSteps } from "./launch/database-steps"
import { requireDiskSpace, requireFreePort } from "./launch/machine"
import { Processes } from "./launch/processes"
import { createProgress } from "./launch/progress"
import { projectAt } from "./launch/project"
import { nothingRunning, type Running } from "./launch/running"
import { loadSecrets, type Secrets } from "./launch/secrets"
import { runSteps, type Step } from "./launch/steps"
import { interruption, untilOneEnds } from "./launch/waiting"
import { welcome } from "./launch/welcome"

/** Gigabytes that a database needs to grow in. */
const diskSpace = 1

/** `npm start`: everything from a fresh clone to a running server; ends with Ctrl-C. */
export async function main(args: string[]): Promise<number> {
  const options = parseStart(args)
  const project = projectAt(process.cwd())
  const at = listenAddress(process.env)
  requireDiskSpace(project.root, diskSpace)
  const site = { project, processes: await Processes.claim(project, "start") }
  await requireFreePort(at.port, at.host)

  const secrets = loadSecrets(project.secrets, randomBytes)
  const running = nothingRunning(project, secrets, at)
  const progress = createProgress(process.stdout)
  const stopped = interruption()
  try {
    const ready = runSteps(stepsFor(site, options, running, secrets), progress)
    if ((await Promise.race([ready, stopped])) !== "interrupted") {
      progress.say(welcome(running, options))
      await Promise.race([stopped, untilOneEnds(site.processes, running.vital)])
    }
    progress.say("\nStopping …")
  } finally {
    progress.close()
    await site.processes.stopAll()
  }
  return 0
}

function stepsFor(site: Site, { empty }: StartOptions, running: Running, secrets: Secrets): Step[] {
  const open = () =>
    openDatabase(process.env.DATABASE_URL, empty ? "serai" : "serai_demo", {
      ...site,
      name: "postgres",
      password: secrets.databasePassword,
      durable: true,
    })
  const sandboxes = empty ? [] : sandboxSteps(site, running)
  return [
    ...buildSteps(site, { dashboard: true }),
    ...databaseSteps(running, open),
    ...migrationSteps(site, running),
    ...sandboxes,
    ...(empty ? [] : seedSteps(site, running, sandboxes)),
    serverStep(site, running),
    ...(empty ? [] : shopperSteps(site, running)),
  ]
}
