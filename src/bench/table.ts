import { misses, passes, type Measure, type Report } from "./result"

const rounded = (value: number): string => {
  if (Number.isInteger(value)) return String(value)
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

const figure = ({ value, unit }: Measure): string =>
  unit === "count" ? rounded(value) : `${rounded(value)} ${unit}`

function boundOf({ bound, unit }: Measure): string {
  if (bound === undefined) return ""
  const [sign, value] = "atMost" in bound ? ["≤", bound.atMost] : ["≥", bound.atLeast]
  return unit === "count" ? `${sign} ${value}` : `${sign} ${value} ${unit}`
}

function verdict(measure: Measure): string {
  if (measure.bound === undefined) return ""
  return passes(measure) ? "pass" : "MISS"
}

/** The report as Markdown, which reads well in a terminal too. */
export function markdown({ benches, command, machine, measuredAt }: Report): string {
  const lines = [
    `Measured ${measuredAt} with \`${command}\`.`,
    "",
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}; Node ${machine.node}; ` +
      `Postgres ${machine.postgres}, commits ${machine.durable ? "wait for the disk" : "do not wait for the disk"}; ` +
      `load before the first measurement: ${machine.loadBefore}.` +
      (machine.loadBefore > machine.cores / 2
        ? " Other work shared the cores, so every time is longer than on a quiet machine."
        : ""),
  ]
  for (const bench of benches) {
    lines.push("", `## ${bench.name}`, "", `${bench.title} (${Math.round(bench.seconds)} s)`, "")
    lines.push(...table(bench.measures))
  }
  return [...lines, "", summary(benches), ""].join("\n")
}

/** Which bounds were missed, in a line. */
export function summary(benches: Report["benches"]): string {
  const missed = benches.flatMap((bench) =>
    misses([bench]).map(
      (measure) => `${bench.name}: ${measure.name} (${figure(measure)}, bound ${boundOf(measure)})`,
    ),
  )
  return missed.length === 0 ? "Every bound is kept." : `Missed: ${missed.join("; ")}.`
}

function table(measures: Measure[]): string[] {
  const rows = [
    ["", "measured", "bound", ""],
    ...measures.map((measure) => [measure.name, figure(measure), boundOf(measure), verdict(measure)]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`
  const [head = [], ...body] = rows
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)]
}
