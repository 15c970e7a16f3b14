import type { Stage } from "../stage/medusa"
import type { Machine } from "./machine"

/** What a number must keep to pass. */
export type Bound = { atMost: number } | { atLeast: number }

export interface Measure {
  name: string
  value: number
  unit: "ms" | "s" | "×" | "/s" | "MB" | "count"
  /** Left out for numbers that only explain the others. */
  bound?: Bound
}

export interface BenchResult {
  /** What was done, in a sentence. */
  title: string
  measures: Measure[]
}

export interface Bench {
  /** Seconds it usually takes. */
  about: number
  /** `large`: also at sizes that take minutes to set up. */
  run(stage: Stage, options: { large: boolean }): Promise<BenchResult>
}

export interface Report {
  measuredAt: string
  command: string
  machine: Machine
  benches: (BenchResult & { name: string; seconds: number })[]
}

export function passes({ value, bound }: Measure): boolean {
  if (bound === undefined) return true
  return "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast
}

export const misses = (benches: BenchResult[]): Measure[] =>
  benches.flatMap(({ measures }) => measures.filter((measure) => !passes(measure)))

/** What the command ends with: a missed bound is seen by whoever started it, a program too. */
export const exitCode = (benches: BenchResult[]): number => (misses(benches).length === 0 ? 0 : 1)
