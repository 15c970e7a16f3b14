import { buildSteps, type Site } from "./launch/build-steps"
import { findChromium } from "./launch/chromium"
import { runJest } from "./launch/jest-run"
import { requireDiskSpace } from "./launch/machine"
import { Processes } from "./launch/processes"
import { createProgress } from "./launch/progress"
import { projectAt } from "./launch/project"
import { runSteps, type Step } from "./launch/steps"
import { inWords, total, type Counts } from "./launch/test-counts"
import { testDatabaseStep, testEnvironment } from "./launch/test-database"
import { needs, parseTest, type Kind, type TestRequest } from "./launch/test-plan"
import { interruption } from "./launch/waiting"

/** `npm test`: every test, or `-- --project unit` for one kind; other arguments go to Jest. */
export async function main(args: string[]): Promise<number> {
  const request = parseTest(args)
  const project = projectAt(process.cwd())
  requireDiskSpace(project.root, 1)
  const site = { project, processes: await Processes.claim(project, "test") }
  try {
    const outcome = await Promise.race([testAll(site, request), interruption()])
    return outcome === "interrupted" ? 130 : outcome
  } finally {
    await site.processes.stopAll()
  }
}

const noBrowser = "no Chromium on this machine; install one or name it in CHROMIUM_PATH"

async function testAll(site: Site, request: TestRequest): Promise<number> {
  const chromium = findChromium(process.env)
  const runnable = request.kinds.filter((kind) => chromium !== undefined || !needs[kind].chromium)
  const env = testEnvironment(site, chromium)
  await setUp(setUpSteps(site, runnable, env))
  const results = new Map<Kind, Counts>()
  for (const kind of runnable) {
    console.log(`\n── ${kind} tests`)
    results.set(kind, await runJest(site, kind, { rest: request.rest, env }))
  }
  const sum = total([...results.values()])
  console.log("\n── Result")
  for (const kind of request.kinds) {
    const counts = results.get(kind)
    console.log(`${kind.padEnd(12)} ${counts ? inWords(counts) : `SKIPPED: ${noBrowser}`}`)
  }
  console.log(`${"all".padEnd(12)} ${inWords(sum)}`)
  return sum.failed > 0 ? 1 : 0
}

/** Only what the chosen kinds of tests need: unit tests start at once. */
function setUpSteps(site: Site, chosen: Kind[], env: NodeJS.ProcessEnv): Step[] {
  const needed = (what: keyof (typeof needs)[Kind]) => chosen.some((kind) => needs[kind][what])
  return [
    ...(needed("packages") ? buildSteps(site, { dashboard: needed("dashboard") }) : []),
    ...(needed("database") ? [testDatabaseStep(site, env)] : []),
  ]
}

async function setUp(steps: Step[]): Promise<void> {
  const progress = createProgress(process.stdout)
  try {
    await runSteps(steps, progress)
  } finally {
    progress.close()
  }
}
