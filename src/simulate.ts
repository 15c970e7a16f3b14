import { randomBytes } from "node:crypto"
import { buildSteps } from "./launch/build-steps"
import { Processes } from "./launch/processes"
import { createProgress } from "./launch/progress"
import { projectAt } from "./launch/project"
import { runSteps } from "./launch/steps"
import { interruption } from "./launch/waiting"
import type { SimulateOptions } from "./simulate/arguments"

/**
 * `npm run simulate`: plays seeded shops in virtual time, on the engine's own river, and ends with 1 when one of them breaks
 * a promise; `-- --baselines` compares the engine with what shops usually run.
 */
export async function main(args: string[]): Promise<number> {
  const project = projectAt(process.cwd())
  const site = {
    project,
    processes: await Processes.claim(project, `simulate-${randomBytes(4).toString("hex")}`),
  }
  const progress = createProgress(process.stdout)
  try {
    await runSteps(buildSteps(site, { dashboard: false }), progress)
  } finally {
    progress.close()
    await site.processes.stopAll()
  }
  // Loaded only now: they need the packages that were just built.
  const { parseSimulate } = await import("./simulate/arguments.js")
  const { plantNames } = await import("./simulate/plants.js")
  const command = ["npm run simulate", ...(args.length > 0 ? ["--", ...args] : [])].join(" ")
  const ended = await Promise.race([perform(parseSimulate(args, plantNames), command), interruption()])
  return ended === "interrupted" ? 130 : ended
}

async function perform(options: SimulateOptions, command: string): Promise<number> {
  if (options.baselines) {
    const { compare } = await import("./simulate/baselines/compare.js")
    return compare(options, command, process.stdout)
  }
  const { simulate } = await import("./simulate/simulate.js")
  return simulate(options, command, process.stdout)
}
