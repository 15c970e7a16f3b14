import { Text } from "@medusajs/ui"
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts"
import type { ChartRow } from "../../lib/health-series"
import { ink } from "./palette"

export interface ChartLine {
  key: string
  name: string
  colour: string
}

interface TimeChartProps {
  title: string
  rows: ChartRow[]
  lines: ChartLine[]
  /** A value in words: for the axis and the tooltip. */
  words: (value: number) => string
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const calendar = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
})

const dayMs = 86_400_000
const height = 180

/** Lines over time, one per channel. */
export function TimeChart({ title, rows, lines, words }: TimeChartProps) {
  const [first, last] = [rows[0]?.at ?? 0, rows.at(-1)?.at ?? 0]
  const moment = (at: number) => (last - first > dayMs ? calendar : clock).format(at)
  return (
    <figure aria-label={title} className="min-w-0 px-6 py-4">
      <Text as="span" size="small" weight="plus" className="mb-2 block">
        {title}
      </Text>
      {rows.length < 2 ? (
        <Text size="small" className="text-ui-fg-muted py-8">
          The first points come within two minutes.
        </Text>
      ) : (
        <ResponsiveContainer width="100%" height={height}>
          <LineChart data={rows} margin={{ top: 4, right: 8, bottom: 0, left: 0 }}>
            <CartesianGrid stroke={ink.line} vertical={false} />
            <XAxis
              dataKey="at"
              type="number"
              domain={["dataMin", "dataMax"]}
              tickFormatter={moment}
              minTickGap={48}
              {...axis}
            />
            <YAxis width={56} allowDecimals={false} tickFormatter={words} {...axis} />
            <Tooltip
              labelFormatter={(at) => calendar.format(Number(at))}
              formatter={(value) => words(Number(value))}
              contentStyle={tooltip}
              labelStyle={{ color: ink.text }}
            />
            {lines.map((line) => (
              <Line
                key={line.key}
                name={line.name}
                dataKey={(row: ChartRow) => row.values[line.key] ?? null}
                stroke={line.colour}
                strokeWidth={1.5}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      )}
    </figure>
  )
}

export const axis = { tick: { fill: ink.text, fontSize: 11 }, stroke: ink.line, tickLine: false }

export const tooltip = {
  background: ink.ground,
  border: `1px solid ${ink.line}`,
  borderRadius: 8,
  fontSize: 12,
}
