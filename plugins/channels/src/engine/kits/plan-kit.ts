import type { KitVariant } from "../../ledger/kits"
import { flattenRecipe, KitRefusal, type KitPart, type RecipeBook } from "./flatten-recipe"
import { changesBetween, together, type LinkChanges } from "./link-changes"
import { bookOf, nameOf } from "./recipe-book"

export interface KitWish {
  variantId: string
  /** None dissolve the kit. */
  parts: KitPart[]
  /** Kits that contain it: their flat forms follow. */
  containedIn: string[]
}

/** Pure: the links after a kit is made of other parts. Throws a `KitRefusal` when it cannot be. */
export function planKit(wish: KitWish, variants: Map<string, KitVariant>): LinkChanges {
  const book = bookWith(wish, variants)
  const kit = known(wish.variantId, variants)
  for (const { variantId } of wish.parts) requireManaged(known(variantId, variants))
  requireManaged(kit)
  return together(
    [wish.variantId, ...wish.containedIn].flatMap((variantId) => {
      const before = variants.get(variantId)
      if (!before) return []
      const isDissolved = variantId === wish.variantId && wish.parts.length === 0
      const after = isDissolved ? (before.recipe_before ?? before.recipe) : flattenRecipe(variantId, book)
      return changesBetween(variantId, before.recipe, after)
    }),
  )
}

function known(variantId: string, variants: Map<string, KitVariant>): KitVariant {
  const variant = variants.get(variantId)
  if (!variant) throw new KitRefusal(`There is no variant with the id ${variantId}.`)
  return variant
}

function requireManaged(variant: KitVariant): void {
  if (variant.managed) return
  throw new KitRefusal(
    `Medusa does not manage the inventory of ${nameOf(variant)}. Turn on "Manage inventory" first.`,
  )
}

/** What is known, with the wish in it. */
function bookWith({ variantId, parts }: KitWish, variants: Map<string, KitVariant>): RecipeBook {
  const book = bookOf(variants)
  if (parts.length > 0) book.parts.set(variantId, parts)
  else {
    book.parts.delete(variantId)
    const variant = variants.get(variantId)
    if (variant?.recipe_before) book.recipes.set(variantId, variant.recipe_before)
  }
  return book
}
