import type { LinkDefinition } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { RecipeLink } from "./link-changes"

/** Medusa's name for a link. */
export const linkKey = ({ variantId, inventoryItemId }: RecipeLink): LinkDefinition => ({
  [Modules.PRODUCT]: { variant_id: variantId },
  [Modules.INVENTORY]: { inventory_item_id: inventoryItemId },
})

/** The link as Medusa stores it. */
export const linkRow = (link: RecipeLink): LinkDefinition => ({
  ...linkKey(link),
  data: { required_quantity: link.required },
})
