import { endlessMs, type DelayBucket } from "../../ledger/queries/health-delays"

interface HistogramSeries {
  labels: Record<string, string>
  buckets: DelayBucket[]
}

const escaped = (value: string) =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")

const labelled = (labels: Record<string, string>) =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",")}}`

const bound = (ms: number) => (ms === endlessMs ? "+Inf" : String(ms / 1000))

/**
 * A histogram of seconds in Prometheus' text form, from buckets that were counted elsewhere: prom-client's own counts only
 * what it observes itself. Buckets are cumulative there, and the last one is always +Inf.
 */
export function histogramText(name: string, help: string, series: HistogramSeries[]): string {
  const lines = series.flatMap(({ labels, buckets }) => {
    const sorted = [...buckets].sort((a, b) => a.le_ms - b.le_ms)
    let seen = 0
    const finite = sorted
      .filter(({ le_ms }) => le_ms !== endlessMs)
      .map(({ le_ms, changes }) => {
        seen += changes
        return `${name}_bucket${labelled({ ...labels, le: bound(le_ms) })} ${seen}`
      })
    const all = sorted.reduce((sum, { changes }) => sum + changes, 0)
    const total = sorted.reduce((sum, { sum_ms }) => sum + sum_ms, 0)
    return [
      ...finite,
      `${name}_bucket${labelled({ ...labels, le: "+Inf" })} ${all}`,
      `${name}_sum${labelled(labels)} ${total / 1000}`,
      `${name}_count${labelled(labels)} ${all}`,
    ]
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines, ""].join("\n")
}
