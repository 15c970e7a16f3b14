import {
  Line,
  LineChart,
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts"
import { grouped } from "../../lib/format"
import { exactly } from "../../lib/moment"
import { ink } from "../health/palette"
import { axis, tooltip } from "../health/time-chart"

export interface StepLine<Key extends string> {
  key: Key
  name: string
  colour: string
  /** Tells lines apart that lie on one another. */
  dashed?: boolean
}

export type StepRow<Key extends string> = { at: number } & Record<Key, number | null>

/** Times at which something else held than the lines tell. */
export interface Band {
  name: string
  spans: { from: number; to: number }[]
}

interface StepChartProps<Key extends string> {
  label: string
  rows: StepRow<Key>[]
  lines: StepLine<Key>[]
  band?: Band | undefined
  /** A moment that is looked at. */
  mark?: number | undefined
  onPick?: (at: number) => void
}

const minuteMs = 60_000
const dayMs = 86_400_000
const stopwatch = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" })
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const calendar = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" })
const both = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
})

/** As fine as the ticks are apart. */
function formatFor(width: number): Intl.DateTimeFormat {
  if (width > 7 * dayMs) return calendar
  if (width > dayMs) return both
  return width > 10 * minuteMs ? clock : stopwatch
}

/** Figures that hold until the next change: steps, never slopes. A click picks a moment. */
export function StepChart<Key extends string>(props: StepChartProps<Key>) {
  const { label, rows, lines, band, mark, onPick } = props
  const width = (rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0)
  const format = formatFor(width)
  const pick = (at: unknown) => at !== undefined && onPick?.(Number(at))
  return (
    <figure aria-label={label} className="min-w-0 px-2 py-4 sm:px-6">
      <Legend lines={lines} band={band} />
      <ResponsiveContainer width="100%" height={240}>
        <LineChart
          data={rows}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          onClick={({ activeLabel }) => pick(activeLabel)}
          style={{ cursor: onPick && "pointer" }}
        >
          <CartesianGrid stroke={ink.line} vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={["dataMin", "dataMax"]}
            tickFormatter={(at: number) => format.format(at)}
            minTickGap={40}
            {...axis}
          />
          <YAxis width={48} allowDecimals={false} tickFormatter={grouped} {...axis} />
          <Tooltip
            labelFormatter={(at) => exactly(Number(at))}
            formatter={(value) => grouped(Number(value))}
            contentStyle={tooltip}
            labelStyle={{ color: ink.text }}
          />
          {band?.spans.map(({ from, to }) => (
            <ReferenceArea
              key={from}
              x1={from}
              x2={to}
              fill={bandColour}
              fillOpacity={0.2}
              strokeOpacity={0}
            />
          ))}
          {mark !== undefined && <ReferenceLine x={mark} stroke={ink.text} strokeDasharray="3 3" />}
          {lines.map(({ key, name, colour, dashed }) => (
            <Line
              key={key}
              type="stepAfter"
              name={name}
              dataKey={(row: StepRow<Key>) => row[key]}
              stroke={colour}
              strokeWidth={2}
              {...(dashed && { strokeDasharray: "4 3" })}
              dot={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </figure>
  )
}

const bandColour = "var(--tag-neutral-icon)"

const Legend = <Key extends string>({ lines, band }: Pick<StepChartProps<Key>, "lines" | "band">) => (
  <ul className="txt-compact-small text-ui-fg-subtle flex flex-wrap gap-x-4 gap-y-1 px-4 pb-2 sm:px-0">
    {lines.map(({ key, name, colour, dashed }) => (
      <li key={key} className="flex items-center gap-x-2">
        <span
          aria-hidden
          className="w-4"
          style={{ borderTop: `2px ${dashed ? "dashed" : "solid"} ${colour}` }}
        />
        {name}
      </li>
    ))}
    {band && band.spans.length > 0 && (
      <li className="flex items-center gap-x-2">
        <span aria-hidden className="h-3 w-4 opacity-20" style={{ background: bandColour }} />
        {band.name}
      </li>
    )}
  </ul>
)
