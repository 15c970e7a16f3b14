import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../engine/engine"
import { updateChannelState } from "../../ledger/channel-state"
import { enqueueChannelJobsStep } from "./steps/enqueue-channel-jobs"
import { updateChannelStep } from "./steps/update-channel"
import { accountOf, tryCredentials } from "./try-credentials"

/** New keys for the same account: the way back from an expired or revoked one. Another account is another channel. */
export async function replaceCredentials(
  container: MedusaContainer,
  channelId: string,
  credentials: unknown,
): Promise<void> {
  const engine = container.resolve<Engine>(ENGINE)
  const channel = await engine.channels.retrieveChannel(channelId)
  const { account } = accountOf(await tryCredentials(engine, channel.marketplace, credentials))
  if (account !== channel.account) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `These credentials belong to ${account}, the channel to ${channel.account}. Connect a channel of its own for another account.`,
    )
  }
  const sealed = engine.channels.seal(channelId, JSON.stringify(credentials))
  // Before the jobs: while the error stands they would not even try.
  await updateChannelState(engine.ledger, channelId, { auth_error: null, auth_error_at: null })
  await replaceCredentialsWorkflow(container).run({ input: { id: channelId, credentials: sealed } })
}

/** `credentials` is sealed for the channel's id. */
export const replaceCredentialsWorkflow = createWorkflow(
  "replace-channel-credentials",
  (input: { id: string; credentials: string }) => {
    updateChannelStep(input)
    enqueueChannelJobsStep({ channelId: input.id, tasks: ["pull-orders", "compare-stock"] })
    return new WorkflowResponse(input.id)
  },
)
