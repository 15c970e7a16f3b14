import type { Sql } from "../../ledger/data-source"
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

/** What is known of a channel without the ledger. */
export interface ChannelFacts {
  id: string
  name: string
  marketplace: string
  paused: boolean
  connectedAt: Date
  /** How often its orders are read. */
  pullSeconds: number
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
  return rows.map(factsOf)
}

function factsOf({ id, name, marketplace, state, schedules, created_at }: ChannelRecord): ChannelFacts {
  const stored = schedules as unknown as Partial<Record<"pull-orders", Schedule>>
  const pull = stored["pull-orders"] ?? defaultSchedules(0)["pull-orders"]
  return {
    id,
    name,
    marketplace,
    paused: state === "paused",
    connectedAt: new Date(created_at),
    pullSeconds: pull.intervalSeconds,
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
  const channels = facts.flatMap((channel) => {
    const own = { figures: figures.get(channel.id), pulse: pulses.get(channel.id) }
    if (!own.figures || !own.pulse) return []
    const held = brakes.filter((brake) => brake.channel_id === channel.id)
    return [{ ...channel, figures: own.figures, pulse: own.pulse, brakes: held }]
  })
  return { house, channels }
}
