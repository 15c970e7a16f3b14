import { mkdirSync, rmSync } from "node:fs"
import path from "node:path"
import type { Site } from "./build-steps"
import { readCounts, type Counts } from "./test-counts"
import type { Kind } from "./test-plan"

/** Medusa loads parts of itself with import(), which Jest allows only like this. */
const esModules = "--experimental-vm-modules --no-warnings"

/** Runs one kind of tests and resolves with what Jest counted. */
export async function runJest(
  site: Site,
  kind: Kind,
  options: { rest: string[]; env: NodeJS.ProcessEnv },
): Promise<Counts> {
  const { project, processes } = site
  const report = path.join(project.data, "test-results", `${kind}.json`)
  mkdirSync(path.dirname(report), { recursive: true })
  rmSync(report, { force: true })
  const oneAtATime = kind === "integration" || kind === "browser"
  const running = await processes.start({
    name: `test-${kind}`,
    command: process.execPath,
    args: [
      path.join(project.root, "node_modules/jest/bin/jest.js"),
      ...["--selectProjects", kind, "--passWithNoTests", "--json", `--outputFile=${report}`],
      // They share one database server and the machine's two cores with the app they start.
      ...(oneAtATime ? ["--runInBand", "--forceExit"] : ["--maxWorkers=2"]),
      ...options.rest,
    ],
    env: {
      ...options.env,
      NODE_OPTIONS: [process.env.NODE_OPTIONS, oneAtATime ? esModules : ""].filter(Boolean).join(" "),
    },
    live: true,
  })
  const { code } = await running.ended
  const counts = readCounts(report)
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
