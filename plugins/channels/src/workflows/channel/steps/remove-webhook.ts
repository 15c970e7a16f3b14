import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import { registerWebhook, removeWebhook } from "../webhook"

/** Best effort: a marketplace that does not answer must not keep a channel from being deleted; later deliveries get a 404. */
export const removeWebhookStep = createStep(
  "remove-channel-webhook",
  async (channelId: string, { container }) => {
    const warning = await removeWebhook(container.resolve<Engine>(ENGINE), channelId)
    if (warning !== null) container.resolve(ContainerRegistrationKeys.LOGGER).warn(warning)
    return new StepResponse(warning, channelId)
  },
  async (channelId, { container }) => {
    if (channelId !== undefined) await registerWebhook(container.resolve<Engine>(ENGINE), channelId)
  },
)
