import type { DataSource } from "typeorm"
import { findDueKits, findKitVariants, settleDueKits, type KitVariant } from "../../ledger/kits"
import type { Medusa } from "../medusa"
import { flattenRecipe, KitRefusal, type Component } from "./flatten-recipe"
import { changesBetween, together, type LinkChanges } from "./link-changes"
import { bookOf } from "./recipe-book"

export interface FollowingPlan {
  changes: LinkChanges
  /** Kits whose recipe cannot follow, with the reason. */
  refusals: Map<string, string>
}

/** Pure: what brings kits' recipes in step with what their parts are made of. What is no kit, or is deleted, stays as it is. */
export function planFollowing(kitIds: string[], variants: Map<string, KitVariant>): FollowingPlan {
  const book = bookOf(variants)
  const refusals = new Map<string, string>()
  const changes = kitIds.flatMap((id) => {
    const kit = variants.get(id)
    if (!kit?.parts) return []
    const after = flattenOr(
      () => flattenRecipe(id, book),
      (reason) => refusals.set(id, reason),
    )
    return after ? [changesBetween(id, kit.recipe, after)] : []
  })
  return { changes: together(changes), refusals }
}

function flattenOr(flatten: () => Component[], refuse: (reason: string) => unknown): Component[] | undefined {
  try {
    return flatten()
  } catch (error) {
    if (!(error instanceof KitRefusal)) throw error
    refuse(error.message)
    return undefined
  }
}

export interface FollowDependencies {
  ledger: DataSource
  medusa: Pick<Medusa, "changeRecipes">
}

const kitsPerRound = 500

/**
 * Brings the recipes of marked kits in step, until none is marked. A mark is taken away only afterwards: what changes on the way
 * marks anew, and what fails leaves the mark, under which the kit's figure stands still.
 */
export async function followParts({ ledger, medusa }: FollowDependencies): Promise<void> {
  for (;;) {
    const due = await findDueKits(ledger, kitsPerRound)
    if (due.variantIds.length === 0) return
    const { changes, refusals } = planFollowing(due.variantIds, await findKitVariants(ledger, due.variantIds))
    await medusa.changeRecipes(changes)
    await settleDueKits(ledger, due, refusals)
  }
}
