import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { Obstacle } from "../launch/obstacle"

export interface SimulateOptions {
  /** The first seed, and how many. */
  from: number
  seeds: number
  /** A planted mistake, by name. */
  plant: string | undefined
  baselines: boolean
  threads: number
  /** Where the report goes, without its ending. */
  report: string | undefined
}

const options = {
  seeds: { type: "string" },
  from: { type: "string", default: "1" },
  seed: { type: "string" },
  plant: { type: "string" },
  baselines: { type: "boolean", default: false },
  threads: { type: "string" },
  report: { type: "string" },
} as const

/** What a run takes a minute or so for. */
const usualSeeds = { check: 1_000, baselines: 200 }

/** Reads the command line; throws one sentence that says what does not fit. */
export function parseSimulate(args: string[], plants: readonly string[]): SimulateOptions {
  const values = readValues(args)
  const { plant, baselines } = values
  if (plant !== undefined && !plants.includes(plant)) {
    throw new Obstacle(`There is no planted mistake "${plant}"; there are ${plants.join(", ")}.`)
  }
  if (values.seed !== undefined && values.seeds !== undefined) {
    throw new Obstacle("--seed names one seed and --seeds a number of them: use one of the two.")
  }
  const usual = baselines ? usualSeeds.baselines : usualSeeds.check
  return {
    from: values.seed === undefined ? number("from", values.from) : number("seed", values.seed),
    seeds: values.seed === undefined ? number("seeds", values.seeds ?? String(usual)) : 1,
    plant,
    baselines,
    threads: number("threads", values.threads ?? String(availableParallelism())),
    report: values.report?.replace(/\.(json|md|svg)$/, ""),
  }
}

function readValues(args: string[]) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    const names = Object.keys(options).map((name) => `--${name}`)
    throw new Obstacle(`${(error as Error).message} The options of simulate are ${names.join(", ")}.`)
  }
}

function number(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text)
  throw new Obstacle(`--${name} takes a whole number above zero, not "${text}".`)
}
