import type { Site } from "./build-steps"
import { Processes } from "./processes"
import { createProgress } from "./progress"
import { projectAt } from "./project"
import { runSteps, type Step } from "./steps"
import { interruption } from "./waiting"

/** A command that has an end: runs its steps, and leaves nothing running behind. Resolves with the exit code. */
export async function runToEnd(command: string, steps: (site: Site) => Step[]): Promise<number> {
  const project = projectAt(process.cwd())
  const site = { project, processes: await Processes.claim(project, command) }
  const progress = createProgress(process.stdout)
  try {
    const ended = await Promise.race([runSteps(steps(site), progress), interruption()])
    return ended === "interrupted" ? 130 : 0
  } finally {
    progress.close()
    await site.processes.stopAll()
  }
}
