import type { Component } from "./flatten-recipe"

/** A link between a variant and an inventory item in Medusa. */
export interface RecipeLink extends Component {
  variantId: string
}

/** What has to change in Medusa's links so that it knows the flat form of kits. */
export interface LinkChanges {
  create: RecipeLink[]
  update: RecipeLink[]
  dismiss: RecipeLink[]
}

/** Pure: the links that differ when a variant is made of something else. */
export function changesBetween(variantId: string, before: Component[], after: Component[]): LinkChanges {
  const changes: LinkChanges = { create: [], update: [], dismiss: [] }
  const required = new Map(before.map((one) => [one.inventoryItemId, one.required]))
  for (const one of after) {
    const now = required.get(one.inventoryItemId)
    if (now === undefined) changes.create.push({ variantId, ...one })
    else if (now !== one.required) changes.update.push({ variantId, ...one })
  }
  const kept = new Set(after.map((one) => one.inventoryItemId))
  for (const one of before) if (!kept.has(one.inventoryItemId)) changes.dismiss.push({ variantId, ...one })
  return changes
}

/** Pure. */
export const together = (all: LinkChanges[]): LinkChanges => ({
  create: all.flatMap(({ create }) => create),
  update: all.flatMap(({ update }) => update),
  dismiss: all.flatMap(({ dismiss }) => dismiss),
})
