import { createRemoteLinkStep, dismissRemoteLinkStep, updateRemoteLinksStep } from "@medusajs/core-flows"
import type { LinkDefinition } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { RecipeLink } from "../../engine/kits/plan-kit"
import { saveKitStep, type ComposeKitInput } from "./steps/save-kit"

const key = ({ variantId, inventoryItemId }: RecipeLink): LinkDefinition => ({
  [Modules.PRODUCT]: { variant_id: variantId },
  [Modules.INVENTORY]: { inventory_item_id: inventoryItemId },
})

const link = (one: RecipeLink): LinkDefinition => ({ ...key(one), data: { required_quantity: one.required } })

/**
 * Makes a variant of others. Medusa learns the flat form, as links between variants and inventory items: its own workflows
 * then reserve the right pieces. Links are added before others are taken away, so that at no moment fewer pieces seem to be
 * needed than before and after.
 */
export const composeKitWorkflow = createWorkflow("compose-kit", (input: ComposeKitInput) => {
  const changes = saveKitStep(input)
  const created = transform(changes, ({ create }) => create.map(link))
  const updated = transform(changes, ({ update }) => update.map(link))
  const dismissed = transform(changes, ({ dismiss }) => dismiss.map(key))
  createRemoteLinkStep(created)
  updateRemoteLinksStep(updated)
  dismissRemoteLinkStep(dismissed)
  return new WorkflowResponse(changes)
})
