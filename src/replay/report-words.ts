import type { Latency } from "./checks/measures"

export const table = (rows: [string, string | number][]) => [
  "| | |",
  "|---|---|",
  ...rows.map(([name, value]) => `| ${name} | ${value} |`),
]

export const reasons = (counts: Partial<Record<string, number>>) =>
  Object.entries(counts)
    .map(([reason, count]) => `${count ?? 0} × ${reason}`)
    .join(", ") || "none"

export const latency = ({ count, p50, p95, p99 }: Latency) =>
  `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (${count})`

export const megabytes = (bytes: number | null) =>
  bytes === null ? "unknown" : `${Math.round(bytes / 1024 ** 2)} MB`
