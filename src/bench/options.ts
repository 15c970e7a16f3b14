import { parseArgs } from "node:util"
import { Obstacle } from "../launch/obstacle"

export interface BenchOptions {
  /** Which to run, in the order of the list; all when none is named. */
  only: string[]
  /** Where to write the report as JSON, and as Markdown beside it. */
  json: string | undefined
}

export function parseBench(args: string[], known: string[]): BenchOptions {
  const { only, json } = read(args)
  const unknown = only.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Obstacle(`There is no benchmark "${unknown}"; --only is one of ${known.join(", ")}.`)
  return { only: only.length === 0 ? known : known.filter((name) => only.includes(name)), json }
}

function read(args: string[]): { only: string[]; json: string | undefined } {
  try {
    const { values } = parseArgs({
      args,
      options: { only: { type: "string", multiple: true }, json: { type: "string" } },
    })
    return { only: values.only ?? [], json: values.json }
  } catch {
    throw new Obstacle(
      `npm run bench takes --only <name> (any number of them) and --json <path>; it was given: ${args.join(" ")}`,
    )
  }
}
