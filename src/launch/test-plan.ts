import { parseArgs } from "node:util"
import { Obstacle } from "./obstacle"

export const kinds = ["unit", "conformance", "integration", "browser"] as const
export type Kind = (typeof kinds)[number]

export interface TestRequest {
  kinds: Kind[]
  /** For Jest, as they were given: a file, `-t name`. */
  rest: string[]
}

/** What a kind of test needs before it can run. */
export const needs: Record<
  Kind,
  { packages: boolean; dashboard: boolean; database: boolean; chromium: boolean }
> = {
  unit: { packages: false, dashboard: false, database: false, chromium: false },
  conformance: { packages: false, dashboard: false, database: false, chromium: false },
  integration: { packages: true, dashboard: false, database: true, chromium: false },
  browser: { packages: true, dashboard: true, database: true, chromium: true },
}

const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text)

/** Takes `--project <kind>` (any number of them; all kinds when there is none) and leaves the rest to Jest. */
export function parseTest(args: string[]): TestRequest {
  const { tokens } = parseArgs({
    args,
    options: { project: { type: "string", multiple: true } },
    strict: false,
    tokens: true,
  })
  const chosen: string[] = []
  const taken = new Set<number>()
  for (const token of tokens) {
    if (token.kind !== "option" || token.rawName !== "--project") continue
    chosen.push(token.value ?? "")
    taken.add(token.index)
    if (token.inlineValue === false) taken.add(token.index + 1)
  }
  const unknown = chosen.find((name) => !isKind(name))
  if (unknown !== undefined)
    throw new Obstacle(`There are no "${unknown}" tests; --project is one of ${kinds.join(", ")}.`)
  const wanted = kinds.filter((kind) => chosen.length === 0 || chosen.includes(kind))
  return { kinds: wanted, rest: args.filter((_, index) => !taken.has(index)) }
}
