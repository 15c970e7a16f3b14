import { Button } from "@medusajs/ui"
import { useState } from "react"
import { useHealthSeries } from "../../hooks/health"
import { grouped } from "../../lib/format"
import { chartRows, houseLine, milliseconds, seconds, type Measure } from "../../lib/health-series"
import type { ChannelHealth } from "../../lib/health-wire"
import { Section } from "../section"
import { Loaded } from "../states"
import { colourOf } from "./palette"
import { TimeChart, type ChartLine } from "./time-chart"

const spans: [hours: number, words: string][] = [
  [1, "1 h"],
  [24, "24 h"],
  [7 * 24, "7 days"],
]

interface Chart {
  measure: Measure
  title: string
  words: (value: number) => string
  /** Is there a line for the house as well? */
  house: boolean
}

const charts: Chart[] = [
  { measure: "read_mark_age_s", title: "Time since orders were read", words: seconds, house: false },
  { measure: "queue_age_s", title: "Age of the oldest that waits", words: seconds, house: true },
  { measure: "divergence", title: "Listings that show something else", words: grouped, house: false },
  { measure: "p99_ms", title: "Change to accepted, p99 of the day", words: milliseconds, house: false },
]

/** How the channels kept up; every point is the worst of its stretch of time. */
export function SeriesSection({ channels }: { channels: ChannelHealth[] }) {
  const [hours, setHours] = useState(24)
  const series = useHealthSeries(hours)
  const lines = channels.map(({ id, name }, index): ChartLine => ({ key: id, name, colour: colourOf(index) }))
  const house: ChartLine = { key: houseLine, name: "House", colour: "var(--fg-muted)" }
  return (
    <Section
      title="Over time"
      actions={spans.map(([span, words]) => (
        <Button
          key={span}
          size="small"
          variant={span === hours ? "secondary" : "transparent"}
          aria-pressed={span === hours}
          onClick={() => setHours(span)}
        >
          {words}
        </Button>
      ))}
    >
      <Legend lines={[...lines, house]} />
      <Loaded query={series} rows={6}>
        {(answer) => (
          <div className="grid grid-cols-1 xl:grid-cols-2">
            {charts.map((chart) => (
              <TimeChart
                key={chart.measure}
                title={chart.title}
                words={chart.words}
                rows={chartRows(answer, chart.measure)}
                lines={chart.house ? [...lines, house] : lines}
              />
            ))}
          </div>
        )}
      </Loaded>
    </Section>
  )
}

const Legend = ({ lines }: { lines: ChartLine[] }) => (
  <ul className="txt-compact-small text-ui-fg-subtle flex flex-wrap gap-x-4 gap-y-1 px-6 py-3">
    {lines.map(({ key, name, colour }) => (
      <li key={key} className="flex items-center gap-x-2">
        <span aria-hidden className="h-0.5 w-4 rounded-full" style={{ background: colour }} />
        {name}
      </li>
    ))}
  </ul>
)
