import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { promises } from "./check/violation"
import type { Summary } from "./summary"

export interface Report {
  command: string
  seconds: number
  plant: string | null
  from: number
  summary: Summary
}

export function writeReport(report: Report, place: string): string[] {
  mkdirSync(path.dirname(place), { recursive: true })
  const files = [`${place}.json`, `${place}.md`] as const
  writeFileSync(files[0], `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(files[1], asMarkdown(report))
  return [...files]
}

/** The report as people read it, on the terminal and in a file. */
export function asMarkdown({ command, seconds, plant, from, summary }: Report): string {
  const { failed, seeds, oversold, orders } = summary
  return [
    "# Simulation",
    "",
    "```",
    command,
    "```",
    "",
    `Seeds ${from} to ${from + seeds - 1} in ${Math.round(seconds)} s, ${Math.round(seeds / Math.max(1, seconds))} a second.`,
    ...(plant ? [`With the planted mistake "${plant}".`] : []),
    failed.length === 0 ? "Every promise was kept." : `**${failed.length} seeds broke a promise.**`,
    "",
    ...table([
      ["shop time", `${Math.round(summary.hours)} hours`],
      ["orders", `${orders} with ${summary.units} units`],
      ["requests with figures", summary.pushes],
      ["API calls", counts(summary.calls)],
      ["processes killed", summary.crashes],
      ["misfortunes", counts(summary.faults)],
      [
        "pieces sold beyond stock, inside the residual window",
        `${oversold.inside} (${per100k(oversold.inside, orders)} per 100,000 orders)`,
      ],
      ["pieces sold beyond stock, outside of it", oversold.outside],
    ]),
    "",
    "## Promises",
    "",
    ...Object.entries(promises).map(([name, promise]) => {
      const broken = failed.filter(({ violations }) => violations.some((one) => one.promise === name)).length
      return `- ${broken === 0 ? "✔" : "✘"} ${promise}${broken === 0 ? "" : `: broken by ${broken} seeds`}`
    }),
    "",
    ...failed
      .slice(0, 10)
      .flatMap(({ seed, violations }) => [
        `- seed ${seed}: ${violations.map(({ channel, listing, text }) => `${channel} ${listing ?? ""}: ${text}`).join("; ")}`,
      ]),
    ...(failed.length > 0 ? [""] : []),
  ].join("\n")
}

const per100k = (count: number, orders: number) => Math.round((count / Math.max(1, orders)) * 100_000)

const table = (rows: [string, string | number][]) => [
  "| | |",
  "|---|---|",
  ...rows.map(([name, value]) => `| ${name} | ${value} |`),
]

const counts = (of: Record<string, number>) =>
  Object.entries(of)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} × ${kind}`)
    .join(", ") || "none"
