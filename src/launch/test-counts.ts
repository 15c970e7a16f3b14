import { z } from "zod"
import { readJson } from "./json-file"

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** The part we read of what `jest --json` writes. */
const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** Files that could not even be loaded; their tests are not counted anywhere else. */
  numRuntimeErrorTestSuites: z.number(),
})

/** What a run counted; a run that left no report, for instance because it crashed, failed. */
export function readCounts(file: string): Counts {
  const found = readJson(file, report)
  if (found === undefined) return { passed: 0, failed: 1, skipped: 0 }
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests + found.numRuntimeErrorTestSuites,
    skipped: found.numPendingTests + found.numTodoTests,
  }
}

export const total = (all: Counts[]): Counts => ({
  passed: sum(all.map(({ passed }) => passed)),
  failed: sum(all.map(({ failed }) => failed)),
  skipped: sum(all.map(({ skipped }) => skipped)),
})

const sum = (numbers: number[]) => numbers.reduce((before, number) => before + number, 0)

export const inWords = ({ passed, failed, skipped }: Counts) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`
