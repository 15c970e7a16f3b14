import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { deleteChannelStep } from "./steps/delete-channel"
import { removeWebhookStep } from "./steps/remove-webhook"

/** The sales channel stays: its orders belong to it. */
export const deleteChannelWorkflow = createWorkflow("delete-channel", (input: { id: string }) => {
  removeWebhookStep(input.id)
  return new WorkflowResponse(deleteChannelStep(input.id))
})
