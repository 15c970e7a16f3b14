import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"

export interface Connection {
  marketplace: string
  account: string
  sales_channel_id?: string | undefined
}

/** One channel per account and per sales channel: two would import each order twice and sell each unit twice. */
export const requireUnconnectedStep = createStep(
  "require-unconnected",
  async ({ marketplace, account, sales_channel_id }: Connection, { container }) => {
    const { channels } = container.resolve<Engine>(ENGINE)
    const [twin] = await channels.listChannels({ marketplace, account })
    if (twin) {
      throw new MedusaError(
        MedusaError.Types.DUPLICATE_ERROR,
        `${account} is connected already, as the channel "${twin.name}". Change that one, or delete it first.`,
      )
    }
    const users = sales_channel_id === undefined ? [] : await channels.listChannels({ sales_channel_id })
    if (users[0]) {
      throw new MedusaError(
        MedusaError.Types.DUPLICATE_ERROR,
        `The sales channel belongs to the channel "${users[0].name}" already; choose another, or leave it out to make a new one.`,
      )
    }
    return new StepResponse(null)
  },
)
