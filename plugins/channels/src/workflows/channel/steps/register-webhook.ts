import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import { registerWebhook, removeWebhook } from "../webhook"

/** Not a reason to fail: without a webhook orders come by polling, only later. The warning says what stands in the way. */
export const registerWebhookStep = createStep(
  "register-channel-webhook",
  async (channelId: string, { container }) => {
    const engine = container.resolve<Engine>(ENGINE)
    const warning = await registerWebhook(engine, channelId)
    if (warning !== null) container.resolve(ContainerRegistrationKeys.LOGGER).warn(warning)
    return new StepResponse(warning, channelId)
  },
  async (channelId, { container }) => {
    if (channelId !== undefined) await removeWebhook(container.resolve<Engine>(ENGINE), channelId)
  },
)
