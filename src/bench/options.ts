import { parseArgs } from "node:util"
import { Obstacle } from "../launch/obstacle"

export interface BenchOptions {
  /** Which to run, in the order of the list; all when none is named. */
  only: string[]
  /** Where to write the report as JSON, and as Markdown beside it. */
  json: string | undefined
  /** Also at sizes that take minutes to set up. */
  large: boolean
}

export function parseBench(args: string[], known: string[]): BenchOptions {
  const { named, json, large } = read(args)
  const unknown = named.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Obstacle(`There is no benchmark "${unknown}"; it is one of ${known.join(", ")}.`)
  return { only: named.length === 0 ? known : known.filter((name) => named.includes(name)), json, large }
}

function read(args: string[]): { named: string[]; json: string | undefined; large: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        only: { type: "string", multiple: true },
        json: { type: "string" },
        large: { type: "boolean", default: false },
      },
    })
    return { named: [...positionals, ...(values.only ?? [])], json: values.json, large: values.large }
  } catch {
    throw new Obstacle(
      `npm run bench takes names of benchmarks (any number of them), --large and --json <path>; it was given: ${args.join(" ")}`,
    )
  }
}
