import type { Sql } from "../../ledger/data-source"
import { lastReceived } from "../../ledger/pushes"
import { figuresOfChannels, type ChannelFigures } from "../../ledger/queries/channel-figures"
import { pulseOfChannels, type ChannelPulse } from "../../ledger/queries/health-channels"
import {
  pulseOfHouse,
  waitingBrakes,
  type HousePulse,
  type WaitingBrake,
} from "../../ledger/queries/health-house"
import type { ChannelModuleService, ChannelRecord } from "../../modules/channel/service"
import { defaultSchedules, type Schedule } from "../schedule"
import { fingerprintOf } from "../stock/fingerprint"

/** What is known of a channel without the ledger. */
export interface ChannelFacts {
  id: string
  name: string
  marketplace: string
  paused: boolean
  connectedAt: Date
  /** How often its orders are read. */
  pullSeconds: number
  /** For how long its marketplace refuses to be told the same again; 0 for never. */
  repeatWindowMs: number
}

export interface ChannelHealth extends ChannelFacts {
  figures: ChannelFigures
  pulse: ChannelPulse
  brakes: WaitingBrake[]
}

/** How the house stands at one moment; what metrics, alerts, samples and the Health page are made from. */
export interface HealthSnapshot {
  house: HousePulse
  channels: ChannelHealth[]
}

export async function channelFacts(channels: ChannelModuleService): Promise<ChannelFacts[]> {
  const rows = await channels.listChannels(
    {},
    {
      take: null,
      order: { name: "ASC" },
      select: ["id", "name", "marketplace", "state", "schedules", "created_at"],
    },
  )
  const windows = new Map(
    channels.marketplaces().map(({ id, provider }) => [id, provider.traits.stock.identicalWriteWindowMs]),
  )
  return rows.map((row) => factsOf(row, windows.get(row.marketplace) ?? 0))
}

function factsOf(
  { id, name, marketplace, state, schedules, created_at }: ChannelRecord,
  repeatWindowMs: number,
): ChannelFacts {
  const stored = schedules as unknown as Partial<Record<"pull-orders", Schedule>>
  const pull = stored["pull-orders"] ?? defaultSchedules(0)["pull-orders"]
  return {
    id,
    name,
    marketplace,
    paused: state === "paused",
    connectedAt: new Date(created_at),
    pullSeconds: pull.intervalSeconds,
    repeatWindowMs,
  }
}

export async function readHealth(sql: Sql, facts: ChannelFacts[]): Promise<HealthSnapshot> {
  const ids = facts.map(({ id }) => id)
  const [house, figures, pulses, brakes] = await Promise.all([
    pulseOfHouse(sql),
    figuresOfChannels(sql, ids),
    pulseOfChannels(sql, ids),
    waitingBrakes(sql),
  ])
  const channels: ChannelHealth[] = []
  for (const channel of facts) {
    const own = { figures: figures.get(channel.id), pulse: pulses.get(channel.id) }
    if (!own.figures || !own.pulse) continue
    const held = brakes.filter((brake) => brake.channel_id === channel.id)
    const pulse = await pastRepeat(sql, channel, own.pulse)
    channels.push({ ...channel, figures: own.figures, pulse, brakes: held })
  }
  return { house, channels }
}

/** A figure that waits alone until its repeat is taken is held on purpose: it counts as waiting from then on. */
async function pastRepeat(
  sql: Sql,
  { id, repeatWindowMs }: ChannelFacts,
  pulse: ChannelPulse,
): Promise<ChannelPulse> {
  const { lone_due: lone, oldest_due_at: due } = pulse
  if (lone === null || due === null || repeatWindowMs === 0) return pulse
  const fingerprint = fingerprintOf([{ externalId: lone.external_id, quantity: lone.desired }])
  const last = await lastReceived(sql, id, { fingerprint, withinMs: 2 * repeatWindowMs })
  const taken = (last?.getTime() ?? 0) + repeatWindowMs
  return { ...pulse, oldest_due_at: new Date(Math.max(due.getTime(), taken)) }
}
