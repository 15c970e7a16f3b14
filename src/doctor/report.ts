import type { Examined } from "@serai/channels/engine/checks/examine"
import { z } from "zod"

const findingSchema = z.object({
  subject: z.string(),
  severity: z.enum(["warning", "error"]),
  message: z.string(),
  remedy: z.string(),
  fixable: z.boolean(),
})

/** What the examination wrote down; it runs in a process of its own. */
export const examinedSchema: z.ZodType<Examined[]> = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    outcome: z.enum(["in_order", "found", "skipped", "failed"]),
    findings: z.array(findingSchema.extend({ note: z.string().nullable() })),
    count: z.int(),
    fixed: z.array(findingSchema),
    fixed_count: z.int(),
    problem: z.string().nullable(),
  }),
)

/** 0: nothing is wrong; 1: something is; 2: a check could not be made, and nothing else was found. */
export function exitCode(results: Examined[]): 0 | 1 | 2 {
  if (results.some(({ outcome }) => outcome === "found")) return 1
  return results.some(({ outcome }) => outcome === "failed") ? 2 : 0
}

export interface ReportOptions {
  /** Which database. */
  name: string
  fix: boolean
}

export const jsonReport = (results: Examined[], { name }: ReportOptions): string =>
  JSON.stringify({ database: name, healthy: exitCode(results) === 0, checks: results }, undefined, 2)

/** One line per check, its findings below it, and a summary. */
export function textReport(results: Examined[], options: ReportOptions): string {
  const lines = [
    `The doctor looked at ${options.name}.`,
    "",
    ...results.flatMap(checkLines),
    "",
    summary(results),
  ]
  const mendable = results.some(({ findings }) => findings.some(({ fixable }) => fixable))
  if (mendable && !options.fix) lines.push("Mend what is safe to mend: npm run doctor -- --fix")
  return lines.join("\n")
}

function checkLines(result: Examined): string[] {
  const mended = result.fixed_count > 0 ? ` (${result.fixed_count} mended)` : ""
  return [
    `${markOf(result)} ${result.title}${detailOf(result)}${mended}`,
    ...result.fixed.map(({ subject, message }) => `    mended: ${subject}: ${message}`),
    ...more(result.fixed_count - result.fixed.length),
    ...result.findings.flatMap(findingLines),
    ...more(result.count - result.findings.length),
  ]
}

function markOf({ outcome, findings }: Examined): string {
  switch (outcome) {
    case "in_order":
      return "✔"
    case "found":
      return findings.some(({ severity }) => severity === "error") ? "✘" : "!"
    case "skipped":
      return "–"
    case "failed":
      return "?"
  }
}

function detailOf({ outcome, count, problem }: Examined): string {
  switch (outcome) {
    case "in_order":
      return ""
    case "found":
      return `: ${findings(count)}`
    case "skipped":
      return ` (not looked at: ${problem ?? "no reason was given"})`
    case "failed":
      return `: could not be looked at: ${problem ?? "no reason was given"}`
  }
}

/** What many findings advise is said once, under the last of them. */
function findingLines(
  { subject, message, remedy, note }: Examined["findings"][number],
  index: number,
  all: Examined["findings"],
): string[] {
  return [
    `    ${subject}: ${message}`,
    ...(note === null ? [] : [`      ${note}`]),
    ...(all[index + 1]?.remedy === remedy ? [] : [`      → ${remedy}`]),
  ]
}

const more = (count: number) => (count > 0 ? [`    … and ${count} more`] : [])

const findings = (count: number) => `${count} ${count === 1 ? "finding" : "findings"}`

function summary(results: Examined[]): string {
  const having = (outcome: Examined["outcome"]) => results.filter((one) => one.outcome === outcome).length
  const sum = (field: "count" | "fixed_count") => results.reduce((total, one) => total + one[field], 0)
  const parts = [
    `${having("in_order")} in order`,
    having("found") > 0 && `${having("found")} with ${findings(sum("count"))}`,
    having("skipped") > 0 && `${having("skipped")} not looked at`,
    having("failed") > 0 && `${having("failed")} could not be looked at`,
    sum("fixed_count") > 0 && `${sum("fixed_count")} mended`,
  ]
  return `${results.length} ${results.length === 1 ? "check" : "checks"}: ${parts.filter((part) => part !== false).join(", ")}.`
}
