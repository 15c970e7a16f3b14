import type { z } from "zod"
import {
  gateShut,
  jobAge,
  oldestMarkAge,
  queueAge,
  queuePace,
  readingPace,
  readMarkAge,
} from "../engine/health/ages"
import type { HealthBounds } from "../engine/health/bounds"
import { quantileMs } from "../engine/health/quantile"
import type { ChannelHealth, HealthSnapshot } from "../engine/health/snapshot"
import type { AlertRow } from "../ledger/queries/health-alerts"
import { endlessMs, type DelayBucket } from "../ledger/queries/health-delays"
import type { Tally } from "../ledger/queries/health-tallies"
import type { HealthAnswer, healthSeriesAnswer } from "./schemas/health"
import { houseChannel, type SeriesPoint } from "../ledger/queries/health-samples"

export interface HealthViewInput {
  snapshot: HealthSnapshot
  alerts: AlertRow[]
  delays: DelayBucket[]
  tallies: Tally[]
  bounds: HealthBounds
}

/** Pure: the Health page's figures of this moment. */
export function healthView({ snapshot, alerts, ...rest }: HealthViewInput): HealthAnswer {
  const { house, channels } = snapshot
  const age = Math.max(
    oldestMarkAge(snapshot),
    ...house.jobs.map((job) => jobAge(job.oldest_ready_at, house.at)),
  )
  return {
    at: house.at,
    house: {
      queue: { seconds: age, pace: queuePace(age, rest.bounds) },
      failed_jobs: house.jobs
        .filter(({ failed }) => failed > 0)
        .map(({ task, failed }) => ({ task, failed })),
    },
    channels: channels.map((channel) => viewChannel(channel, house.at, rest)),
    alerts,
  }
}

type ChannelView = HealthAnswer["channels"][number]

function viewChannel(
  channel: ChannelHealth,
  at: Date,
  { delays, tallies, bounds }: Pick<HealthViewInput, "delays" | "tallies" | "bounds">,
): ChannelView {
  const own = tallies.filter(({ channel_id }) => channel_id === channel.id)
  const waited = queueAge(channel, at)
  return {
    id: channel.id,
    name: channel.name,
    marketplace: channel.marketplace,
    paused: channel.paused,
    read_mark: {
      seconds: readMarkAge(channel, at),
      pace: readingPace(channel, at, bounds),
      every_seconds: channel.pullSeconds,
    },
    queue: {
      seconds: waited,
      // What a paused channel holds back, or a brake, does not wait for us.
      pace: channel.paused || channel.brakes.length > 0 ? "ok" : queuePace(waited, bounds),
      pending: channel.figures.inbox.pending,
      due: channel.figures.listings.due,
    },
    gate_shut_seconds: gateShut(channel, at),
    divergence: channel.pulse.divergence,
    delays: viewDelays(delays.filter(({ channel_id }) => channel_id === channel.id)),
    rejects: own
      .filter(({ name, label }) => name === "items" && label === "rejected")
      .map(({ detail, total }) => ({ code: detail, count: total }))
      .sort((a, b) => b.count - a.count),
    oversold_units: own.reduce((sum, { name, total }) => (name === "oversold" ? sum + total : sum), 0),
  }
}

const viewDelays = (buckets: DelayBucket[]): ChannelView["delays"] => ({
  changes: buckets.reduce((sum, { changes }) => sum + changes, 0),
  p50_ms: quantileMs(buckets, 0.5),
  p95_ms: quantileMs(buckets, 0.95),
  p99_ms: quantileMs(buckets, 0.99),
  buckets: buckets.map(({ le_ms, changes }) => ({ le_ms: le_ms === endlessMs ? null : le_ms, changes })),
})

/** As many points as a chart can show. */
const mostPoints = 300

/** Whole minutes, as samples are taken. */
export const stepOf = ({ from, to }: { from: Date; to: Date }): number =>
  60 * Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 60_000 / mostPoints))

export const viewPoint = ({
  channel_id,
  ...point
}: SeriesPoint): z.output<typeof healthSeriesAnswer>["points"][number] => ({
  ...point,
  channel_id: channel_id === houseChannel ? null : channel_id,
})
