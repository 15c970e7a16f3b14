import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import type { ReplayOptions } from "./arguments"
import type { Check } from "./checks/check"
import type { OrderCounts } from "./checks/orders"
import type { Latency, LeastCalls } from "./checks/measures"
import type { Drained } from "./drain"
import type { Survey } from "./orders/survey"
import type { Played } from "./place"
import { latency, megabytes, reasons, table } from "./report-words"
import { siegeAsMarkdown } from "./siege/report"
import type { SiegeReport } from "./siege/siege"

export interface Report {
  command: string
  options: ReplayOptions
  startedAt: string
  /** Whole seconds of each part. */
  seconds: { survey: number; setUp: number; orders: number; drain: number; checks: number }
  file: Omit<Survey, "goods"> & { name: string; skus: number }
  played: Played
  drained: Drained
  orders: OrderCounts
  checks: Check[]
  /** Orders placed and in Medusa per second, until the last was placed. */
  ordersPerSecond: number
  latencies: { orderToMedusa: Latency; changeToAccepted: Latency }
  calls: {
    byEndpoint: Record<string, Record<string, number>>
    pushes: number
    settles: number
    least: LeastCalls
  }
  sandbox: { soldOut: number; oversoldPieces: number }
  /** Bytes; null where the system does not tell. */
  peakMemory: { server: number | null; replay: number }
  /** Of a replay under siege. */
  siege?: SiegeReport
}

export const kept = ({ checks }: Pick<Report, "checks">): boolean => checks.every((check) => check.kept)

export function writeReport(report: Report, place: string): string[] {
  mkdirSync(path.dirname(place), { recursive: true })
  const files = [`${place}.json`, `${place}.md`] as const
  writeFileSync(files[0], `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(files[1], asMarkdown(report))
  return [...files]
}

/** The report as people read it, on the terminal and in a file. */
export function asMarkdown(report: Report): string {
  const { checks, command, file, played, seconds } = report
  return [
    `# Replay of ${file.name}`,
    "",
    "```",
    command,
    "```",
    "",
    `${report.startedAt}; ${kept(report) ? "every promise was kept" : "**a promise broke**"}.`,
    "",
    "## Promises",
    "",
    ...checks.flatMap((check) => [
      `- ${check.kept ? "✔" : "✘"} ${check.promise}: ${check.found}`,
      ...check.examples.map((example) => `    - ${JSON.stringify(example)}`),
    ]),
    "",
    ...(report.siege ? siegeAsMarkdown(report.siege, report.startedAt) : []),
    "## The file",
    "",
    ...table([
      ["lines read", file.rows],
      ["broken lines", file.brokenRows],
      ["invoices", file.invoices],
      [
        "orders to place",
        `${file.sales} with ${file.saleLines} lines, ${file.pieces} pieces of ${file.skus} SKUs`,
      ],
      ["cancellations (C…)", file.cancellations],
      ["invoices not played", reasons(file.skippedInvoices)],
      ["lines not played", reasons(file.skippedLines)],
      ["prices rounded to the penny", file.roundedPrices],
    ]),
    ...file.brokenExamples.map(({ line, reason }) => `- line ${line}: ${reason}`),
    "",
    "## What happened",
    "",
    ...table([
      [
        "orders placed",
        played.stalled ? `${played.placed}, then nothing reached Medusa any more` : played.placed,
      ],
      ["refused as sold out", played.refused],
      ["bought although not shown (more than a listing can show)", played.forced],
      ["placed under another number", played.renumbered],
      ["cancellations", `${played.cancelledInvoices} invoices: ${played.cancelledPieces} pieces taken back`],
      ["pieces to take back without an earlier order", played.unmatchedPieces],
      ["server killed", `${played.crashes} times`],
      ["marketplace away", `${played.outages} times`],
      ["refused figures retried by an operator", report.drained.retried],
      ["pieces owed at the end: reserved beyond stock", report.sandbox.oversoldPieces],
    ]),
    "",
    "## Figures",
    "",
    ...table([
      ["orders per second", report.ordersPerSecond],
      ["paid → in Medusa", latency(report.latencies.orderToMedusa)],
      ["stock changed → accepted", latency(report.latencies.changeToAccepted)],
      ["stock requests", `${report.calls.pushes}; least possible ${report.calls.least.pushes}`],
      ["looks at their answers", `${report.calls.settles}; least possible ${report.calls.least.settles}`],
      [
        "peak memory",
        `server ${megabytes(report.peakMemory.server)}, replay ${megabytes(report.peakMemory.replay)}`,
      ],
      [
        "seconds",
        `reading ${seconds.survey}, setting up ${seconds.setUp}, orders ${seconds.orders}, until quiet ${seconds.drain}, checks ${seconds.checks}`,
      ],
    ]),
    "",
    "API calls by endpoint and answer:",
    "",
    ...table(
      Object.entries(report.calls.byEndpoint).map(([endpoint, counts]) => [endpoint, reasons(counts)]),
    ),
    "",
  ].join("\n")
}
