import { latency, megabytes, table } from "../report-words"
import type { BlowWithEnd } from "./books"
import type { MemoryOverTime } from "./memory-watch"
import type { SiegeReport } from "./siege"

/** What a siege adds to a replay's report. */
export function siegeAsMarkdown(siege: SiegeReport, startedAt: string): string[] {
  return [
    "## What was done to it",
    "",
    "Minutes and seconds since buyers began. *Recovered*: from the end of the blow to the next push that the marketplace",
    "accepted. *Silent*: the longest time without one that the blow lies in or touches.",
    "",
    "| at | what | for | recovered | silent |",
    "|---|---|---|---|---|",
    ...siege.blows.map((blow) => blowRow(blow, Date.parse(startedAt))),
    "",
    ...siege.skipped.map(({ kind, why }) => `Not done: ${kind}, because ${why}.`),
    "",
    ...table([
      ["items restocked", siege.restocked],
      ...siege.processes.map(({ name, started, endedByThemselves }): [string, string] => [
        name,
        `started ${started} times, ended by itself ${endedByThemselves} times`,
      ]),
      ["stock changed → accepted, in calm", latency(siege.changeToAccepted.calm)],
      ["… while a blow lasted", latency(siege.changeToAccepted.struck)],
      ["… until work went on after one", latency(siege.changeToAccepted.recovering)],
      ["oversold units", oversold(siege)],
    ]),
    "",
    "Memory (resident; early and late are medians of the first and the last third of the longest life):",
    "",
    "| | p50 | max | early | late |",
    "|---|---|---|---|---|",
    ...siege.memory.map(memoryRow),
    "",
  ]
}

function blowRow({ what, began, healed, recoveredInMs, silentMs }: BlowWithEnd, start: number): string {
  const since = Math.max(0, Math.round((began.getTime() - start) / 1000))
  const at = `${Math.floor(since / 60)}:${String(since % 60).padStart(2, "0")}`
  return `| ${at} | ${what} | ${seconds(healed.getTime() - began.getTime())} | ${seconds(recoveredInMs)} | ${seconds(silentMs)} |`
}

const seconds = (ms: number | null) => (ms === null ? "–" : `${(ms / 1000).toFixed(1)} s`)

const memoryRow = ({ name, p50, max, early, late }: MemoryOverTime) =>
  `| ${name} | ${[p50, max, early, late].map(megabytes).join(" | ")} |`

const oversold = ({ oversold: { insideWindow, inTrouble, outside, longestMs, windowMs } }: SiegeReport) =>
  `${insideWindow} within the residual window of ${seconds(windowMs)}, ${inTrouble} while a blow kept the news, ${outside} otherwise; the latest ${seconds(longestMs)} after there was enough`
