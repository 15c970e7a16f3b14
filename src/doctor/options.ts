import { parseArgs } from "node:util"
import { Obstacle } from "../launch/obstacle"

export interface DoctorOptions {
  /** Mends what is safe to mend. */
  fix: boolean
  /** For programs, instead of lines for people. */
  json: boolean
}

export function parseDoctor(args: string[]): DoctorOptions {
  try {
    const flag = { type: "boolean", default: false } as const
    return parseArgs({ args, options: { fix: flag, json: flag } }).values
  } catch {
    throw new Obstacle(`npm run doctor takes --fix and --json; it was given: ${args.join(" ")}`)
  }
}
