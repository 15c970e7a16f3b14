import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import { channelRuleNames } from "../../../engine/stock/sound-rules"
import type { ChannelRecord } from "../../../modules/channel/service"

const editable = [
  "name",
  "state",
  ...channelRuleNames,
  "freshness_seconds",
  "brake_percent",
  "drift_rule",
  "schedules",
  "account",
  "credentials",
] as const

export type ChannelChange = { id: string } & Partial<Pick<ChannelRecord, (typeof editable)[number]>>

/** Writes the given fields; answers which of them really changed. */
export const updateChannelStep = createStep(
  "update-channel",
  async (change: ChannelChange, { container }) => {
    const { channels } = container.resolve<Engine>(ENGINE)
    const before = await channels.retrieveChannel(change.id)
    const given = editable.filter((field) => change[field] !== undefined)
    const changed = given.filter((field) => JSON.stringify(change[field]) !== JSON.stringify(before[field]))
    const values = (source: Partial<ChannelRecord>) =>
      Object.fromEntries(given.map((field) => [field, source[field]]))
    await channels.updateChannels({ id: change.id, ...values(change) })
    return new StepResponse(changed, { id: change.id, ...values(before) })
  },
  async (before, { container }) => {
    if (before) await container.resolve<Engine>(ENGINE).channels.updateChannels(before)
  },
)
