import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { benches } from "./bench/benches"
import { describeMachine } from "./bench/machine"
import { parseBench, type BenchOptions } from "./bench/options"
import { exitCode, type Report } from "./bench/result"
import { markdown } from "./bench/table"
import { buildSteps, type Site } from "./launch/build-steps"
import { openDatabase } from "./launch/database"
import { writeJson } from "./launch/json-file"
import { requireDiskSpace } from "./launch/machine"
import { Processes } from "./launch/processes"
import { createProgress, type Progress } from "./launch/progress"
import { projectAt } from "./launch/project"
import { loadSecrets } from "./launch/secrets"
import { runSteps } from "./launch/steps"
import { interruption } from "./launch/waiting"
import type { Stage } from "./stage/medusa"

/**
 * `npm run bench`: how fast this is, on this machine, against the numbers it promises; `-- ingest` for one, `-- --large` for
 * sizes that take minutes to set up as well, `-- --json docs/reports/bench.json` to keep the report. Ends with 1, and
 * names them in its last line, when bounds were missed.
 */
export async function main(args: string[]): Promise<number> {
  const options = parseBench(args, Object.keys(benches))
  const project = projectAt(process.cwd())
  requireDiskSpace(project.root, 2)
  const site = { project, processes: await Processes.claim(project, "bench") }
  const progress = createProgress(process.stdout)
  try {
    const outcome = await Promise.race([measure(site, options, progress), interruption()])
    if (outcome === "interrupted") return 130
    progress.close()
    const command = ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" ")
    show({ ...outcome, command }, options.json)
    return exitCode(outcome.benches)
  } finally {
    progress.close()
    await site.processes.stopAll()
  }
}

/** Postgres keeps what it was told here: an answer after a commit costs what it costs in production. */
async function openServer({ project, processes }: Site, password: string): Promise<string> {
  const embedded = { project, processes, name: "bench-postgres", password, durable: true }
  return (await openDatabase(process.env.DATABASE_URL, "serai_bench", embedded)).url
}

async function measure(
  site: Site,
  { only, large }: BenchOptions,
  progress: Progress,
): Promise<Omit<Report, "command">> {
  const secrets = loadSecrets(site.project.secrets, randomBytes)
  await runSteps(buildSteps(site, { dashboard: false }), progress)
  const serverUrl = await openServer(site, secrets.databasePassword)
  const stage: Stage = { site, secrets, serverUrl }
  const report: Omit<Report, "command"> = {
    measuredAt: new Date().toISOString(),
    machine: await describeMachine(serverUrl),
    benches: [],
  }
  for (const name of only) {
    const bench = benches[name]
    if (!bench) continue
    const task = progress.begin(`Measure ${name}`, bench.about)
    const began = performance.now()
    const result = await bench.run(stage, { large })
    task.done()
    report.benches.push({ name, ...result, seconds: (performance.now() - began) / 1000 })
  }
  return report
}

function show(report: Report, json: string | undefined): void {
  const text = markdown(report)
  console.log(`\n${text}`)
  if (json === undefined) return
  writeJson(json, report)
  writeFileSync(json.replace(/(\.json)?$/, ".md"), `# Benchmarks\n\n${text}`)
}
