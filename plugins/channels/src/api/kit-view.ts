import type { z } from "zod"
import type { Sql } from "../ledger/data-source"
import { findKitVariants, kitsContaining, type KitVariant } from "../ledger/kits"
import { findItems } from "../ledger/queries/items"
import type { kitAnswer } from "./schemas/kits"
import { found } from "./scope"

type Kit = z.output<typeof kitAnswer>["kit"]

/** What a variant is made of. Throws the 404 of the variant. */
export async function viewKit(sql: Sql, variantId: string): Promise<Kit> {
  const [variants, above] = await Promise.all([
    findKitVariants(sql, [variantId]),
    kitsContaining(sql, variantId),
  ])
  const kit = found("variant", variantId, variants.get(variantId))
  const [containing, items] = await Promise.all([
    findKitVariants(sql, above),
    findItems(
      sql,
      kit.recipe.map((one) => one.inventoryItemId),
    ),
  ])
  return {
    ...named(kit),
    parts: partsBelow(kit, variants, { level: 1, times: 1 }),
    recipe: kit.recipe.map(({ inventoryItemId, required }) => ({
      inventory_item_id: inventoryItemId,
      sku: items.get(inventoryItemId)?.sku ?? null,
      title: items.get(inventoryItemId)?.title ?? null,
      required_quantity: required,
    })),
    refusal: kit.refusal,
    contained_in: above.flatMap((id) => {
      const variant = containing.get(id)
      return variant ? [named(variant)] : []
    }),
  }
}

const named = ({ id, sku, title, product_title }: KitVariant) => ({
  variant_id: id,
  sku,
  title,
  product_title,
})

function partsBelow(
  { parts }: KitVariant,
  variants: Map<string, KitVariant>,
  { level, times }: { level: number; times: number },
): Kit["parts"] {
  return (parts ?? []).flatMap(({ variantId, quantity }) => {
    const part = variants.get(variantId)
    if (!part) return []
    const in_all = times * quantity
    return [
      { ...named(part), level, quantity, in_all, is_kit: part.parts !== null },
      ...partsBelow(part, variants, { level: level + 1, times: in_all }),
    ]
  })
}
