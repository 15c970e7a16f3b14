import { Text } from "@medusajs/ui"
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts"
import { counted, grouped } from "../../lib/format"
import { milliseconds } from "../../lib/health-series"
import type { ChannelHealth } from "../../lib/health-wire"
import { Section } from "../section"
import { EmptyState } from "../states"
import { colourOf } from "./palette"
import { axis, tooltip } from "./time-chart"

type Delays = ChannelHealth["delays"]

/** From a change of stock until the marketplace had accepted the figure that follows from it. */
export function DelaySection({ channels }: { channels: ChannelHealth[] }) {
  const measured = channels.filter(({ delays }) => delays.changes > 0)
  return (
    <Section title="From change to accepted" hint="Today and yesterday, by channel.">
      {measured.length === 0 ? (
        <EmptyState
          title="No change was accepted yet"
          hint="As soon as stock changes and a marketplace has taken the new figure, the time it took is counted here."
        />
      ) : (
        <div className="grid grid-cols-1 xl:grid-cols-2">
          {channels.map(
            (channel, index) =>
              channel.delays.changes > 0 && (
                <DelayChart key={channel.id} channel={channel} colour={colourOf(index)} />
              ),
          )}
        </div>
      )}
    </Section>
  )
}

function DelayChart({ channel: { name, delays }, colour }: { channel: ChannelHealth; colour: string }) {
  const rows = delays.buckets.map(({ le_ms, changes }) => ({
    took: le_ms === null ? "longer" : `≤ ${milliseconds(le_ms)}`,
    changes,
  }))
  return (
    <figure aria-label={`From change to accepted at ${name}`} className="min-w-0 px-6 py-4">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <Text as="span" size="small" weight="plus">
          {name}
        </Text>
        <Quantiles delays={delays} />
      </div>
      <ResponsiveContainer width="100%" height={160}>
        <BarChart data={rows} margin={{ top: 4, right: 8, bottom: 0, left: 0 }}>
          <XAxis dataKey="took" minTickGap={16} {...axis} />
          <YAxis width={48} allowDecimals={false} tickFormatter={grouped} {...axis} />
          <Tooltip
            cursor={false}
            labelFormatter={(took) => (typeof took === "string" ? took : "")}
            formatter={(changes) => [grouped(Number(changes)), "changes"]}
            contentStyle={tooltip}
          />
          <Bar dataKey="changes" fill={colour} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}

const Quantiles = ({ delays }: { delays: Delays }) => (
  <Text as="span" size="small" className="text-ui-fg-subtle">
    {(["p50", "p95", "p99"] as const).map((name) => `${name} ${quantile(delays[`${name}_ms`])}`).join(" · ")}{" "}
    · {counted(delays.changes, "change")}
  </Text>
)

/** Bounds of buckets: rather too much than too little. */
const quantile = (ms: number | null) => (ms === null ? "beyond measure" : `≤ ${milliseconds(ms)}`)
