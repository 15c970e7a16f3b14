import type { HealthBounds } from "./bounds"
import type { ChannelHealth, HealthSnapshot } from "./snapshot"

const seconds = (from: Date, to: Date) => Math.max(0, (to.getTime() - from.getTime()) / 1000)

const ageOf = (since: Date | null, at: Date): number => (since === null ? 0 : seconds(since, at))

/** How long ago the last complete reading of orders began; before the first one, how long the channel has been waiting for it. */
export const readMarkAge = ({ pulse, connectedAt }: ChannelHealth, at: Date): number =>
  seconds(pulse.read_at ?? connectedAt, at)

/** How long the oldest fact or change of a channel has waited to be worked on. */
export const queueAge = ({ pulse }: ChannelHealth, at: Date): number =>
  Math.max(ageOf(pulse.oldest_pending_at, at), ageOf(pulse.oldest_due_at, at))

/** Only while something waits: what opens the gate is noticed by whoever wants to pass it. */
export const gateShut = ({ figures }: ChannelHealth, at: Date): number =>
  figures.listings.due === 0 ? 0 : ageOf(figures.gate_shut_since, at)

export const oldestMarkAge = ({ house }: HealthSnapshot): number => ageOf(house.oldest_mark_at, house.at)

export const jobAge = (oldest: Date | null, at: Date): number => ageOf(oldest, at)

export const divergenceOf = ({ pulse }: ChannelHealth): number =>
  Object.values(pulse.divergence).reduce((sum, listings) => sum + listings, 0)

export type Pace = "ok" | "late" | "stuck"

/** Pure: orders are read every `pullSeconds`, so an age within one interval and a bit is as it should be. */
export function readingPace(channel: ChannelHealth, at: Date, bounds: HealthBounds): Pace {
  const intervals = readMarkAge(channel, at) / channel.pullSeconds
  if (intervals > bounds.staleIntervals) return "stuck"
  return intervals > bounds.silentIntervals ? "late" : "ok"
}

export function queuePace(ageSeconds: number, bounds: HealthBounds): Pace {
  if (ageSeconds > bounds.stuckSeconds) return "stuck"
  return ageSeconds > bounds.lateSeconds ? "late" : "ok"
}
