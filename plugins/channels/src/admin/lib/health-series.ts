import type { HealthSeries } from "./health-wire"

type Point = HealthSeries["points"][number]

/** What a sample holds that a chart can show. */
export type Measure = "read_mark_age_s" | "queue_age_s" | "divergence" | "p99_ms"

/** One moment of a chart: a value per line, null where nothing was measured. */
export interface ChartRow {
  at: number
  values: Record<string, number | null>
}

/** The line of the house as a whole. */
export const houseLine = "house"

/**
 * Pure: rows for a chart, oldest first. Where samples are missing, nobody was there to take them; an empty row breaks the
 * lines, so that an hour of silence is not drawn as an hour of calm.
 */
export function chartRows(
  { points, step_seconds }: Pick<HealthSeries, "points" | "step_seconds">,
  measure: Measure,
): ChartRow[] {
  const rows = new Map<number, ChartRow>()
  for (const point of points) {
    const at = Date.parse(point.at)
    const row = rows.get(at) ?? { at, values: {} }
    row.values[lineOf(point)] = point[measure]
    rows.set(at, row)
  }
  const sorted = [...rows.values()].sort((a, b) => a.at - b.at)
  const step = step_seconds * 1000
  return sorted.flatMap((row, index) => {
    const before = sorted[index - 1]
    return before && row.at - before.at > 2 * step ? [{ at: before.at + step, values: {} }, row] : [row]
  })
}

const lineOf = ({ channel_id }: Point) => channel_id ?? houseLine

/** At most one digit behind the point, and none where it says nothing. */
const rounded = (value: number) => String(Math.round(value * 10) / 10)

/** For axes, where neighbouring values must not read the same: "75 s", "2.5 min", "1.5 h". */
export function seconds(value: number): string {
  if (value < 120) return `${rounded(value)} s`
  return value < 7200 ? `${rounded(value / 60)} min` : `${rounded(value / 3600)} h`
}

/** "250 ms", "1.5 s", "2.5 min". */
export const milliseconds = (value: number): string =>
  value < 1000 ? `${rounded(value)} ms` : seconds(value / 1000)
