import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import { defaultSchedules } from "../../../engine/schedule"

export interface NewChannel {
  id: string
  marketplace: string
  name: string
  account: string
  currency: string
  /** Sealed for this id. */
  credentials: string
  /** Sealed for this id. */
  webhook_secret: string
  sales_channel_id: string
}

/** Stores the channel. Its schedules begin where those of the channels before it leave room. */
export const createChannelStep = createStep(
  "create-channel",
  async (channel: NewChannel, { container }) => {
    const { channels } = container.resolve<Engine>(ENGINE)
    const [, position] = await channels.listAndCountChannels({}, { take: 1, withDeleted: true })
    const schedules: Record<string, unknown> = defaultSchedules(position)
    await channels.createChannels({ ...channel, schedules, orders_since: new Date() })
    return new StepResponse(channel.id, channel.id)
  },
  async (id, { container }) => {
    if (id !== undefined) await container.resolve<Engine>(ENGINE).channels.deleteChannels(id)
  },
)
