import { check } from "./check/check"
import { plants, type PlantName } from "./plants"
import { createBar } from "./bar"
import type { SimulateOptions } from "./arguments"
import { openPool } from "./pool"
import { asMarkdown, writeReport, type Report } from "./report"
import { runScenario } from "./run"
import { generateScenario } from "./scenario/generate"
import { shrink } from "./shrink"
import { story } from "./story"
import type { Wiring } from "./strategies"
import { merge, nothing, type FailedSeed, type Summary } from "./summary"
import type { Errand } from "./thread"

interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

/** Answers with the exit code: 1 when a seed broke a promise. */
export async function simulate(options: SimulateOptions, command: string, output: Output): Promise<number> {
  // The command line has checked that there is such a plant.
  const plant = options.plant as PlantName | undefined
  const { summary, seconds } = await runSeeds(options, plant, output)
  const report: Report = { command, seconds, plant: plant ?? null, from: options.from, summary }
  output.write(`\n${asMarkdown(report)}\n`)
  const [failed] = summary.failed
  if (failed) output.write(`${await explain(failed, plant)}\n`)
  if (options.report !== undefined)
    output.write(`Written: ${writeReport(report, options.report).join(", ")}\n`)
  return failed ? 1 : 0
}

async function runSeeds(
  { from, seeds, threads }: SimulateOptions,
  plant: PlantName | undefined,
  output: Output,
): Promise<{ summary: Summary; seconds: number }> {
  const errands = Array.from({ length: seeds }, (_, index): Errand => ({
    kind: "check",
    seed: from + index,
    plant,
  }))
  const pool = openPool(Math.min(threads, seeds))
  const bar = createBar(output, seeds)
  let summary = nothing()
  try {
    await pool.run<Summary>(errands, (result) => {
      summary = merge(summary, result)
      bar.step(summary.failed.length > 0 ? `, ${summary.failed.length} failed` : "")
    })
  } finally {
    await pool.close()
  }
  const seconds = bar.end()
  summary.failed.sort((a, b) => a.seed - b.seed)
  summary.hours = Math.round(summary.hours)
  return { summary, seconds }
}

/** The smallest scenario found that breaks the same promise, told as a timeline, and the command that repeats it. */
export async function explain(
  { seed, violations }: FailedSeed,
  plant: PlantName | undefined,
): Promise<string> {
  const wiring: Wiring = plant ? plants[plant] : {}
  const promise = violations[0]?.promise
  const judge = async (scenario: Parameters<typeof runScenario>[0]) => {
    const history = await runScenario(scenario, wiring)
    return { history, violation: check(scenario, history).violations.find((one) => one.promise === promise) }
  }
  const smallest = await shrink(
    generateScenario(seed),
    async (one) => (await judge(one)).violation !== undefined,
  )
  const { history, violation } = await judge(smallest)
  const options = [`--seed ${seed}`, ...(plant ? [`--plant ${plant}`] : [])].join(" ")
  const told = violation ? story(smallest, history, violation) : "It does not happen again."
  return `Seed ${seed}, made as small as it still fails:\n\n${told}\n\nAgain: npm run simulate -- ${options}`
}
