import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"

/** Soft: the ledger's history of the channel keeps its name, and nothing is pushed for it any more. */
export const deleteChannelStep = createStep(
  "delete-channel-row",
  async (id: string, { container }) => {
    await container.resolve<Engine>(ENGINE).channels.softDeleteChannels([id])
    return new StepResponse(id, id)
  },
  async (id, { container }) => {
    if (id !== undefined) await container.resolve<Engine>(ENGINE).channels.restoreChannels([id])
  },
)
