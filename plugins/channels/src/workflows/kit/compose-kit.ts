import { createRemoteLinkStep, dismissRemoteLinkStep, updateRemoteLinksStep } from "@medusajs/core-flows"
import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { linkKey, linkRow } from "../../engine/kits/recipe-links"
import { saveKitStep, type ComposeKitInput } from "./steps/save-kit"

/**
 * Makes a variant of others. Medusa learns the flat form, as links between variants and inventory items: its own workflows
 * then reserve the right pieces. Links are added before others are taken away, so that at no moment fewer pieces seem to be
 * needed than before and after.
 */
export const composeKitWorkflow = createWorkflow("compose-kit", (input: ComposeKitInput) => {
  const changes = saveKitStep(input)
  const created = transform(changes, ({ create }) => create.map(linkRow))
  const updated = transform(changes, ({ update }) => update.map(linkRow))
  const dismissed = transform(changes, ({ dismiss }) => dismiss.map(linkKey))
  createRemoteLinkStep(created)
  updateRemoteLinksStep(updated)
  dismissRemoteLinkStep(dismissed)
  return new WorkflowResponse(changes)
})
