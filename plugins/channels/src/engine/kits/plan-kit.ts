import type { KitVariant } from "../../ledger/kits"
import { flattenRecipe, KitRefusal, type Component, type KitPart, type RecipeBook } from "./flatten-recipe"

/** A link between a variant and an inventory item in Medusa. */
export interface RecipeLink extends Component {
  variantId: string
}

/** What has to change in Medusa's links so that it knows the flat form of these kits. */
export interface LinkChanges {
  create: RecipeLink[]
  update: RecipeLink[]
  dismiss: RecipeLink[]
}

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
  const changes: LinkChanges = { create: [], update: [], dismiss: [] }
  for (const variantId of [wish.variantId, ...wish.containedIn]) {
    const before = variants.get(variantId)
    if (!before) continue
    const isDissolved = variantId === wish.variantId && wish.parts.length === 0
    const after = isDissolved ? (before.recipe_before ?? before.recipe) : flattenRecipe(variantId, book)
    addChanges(changes, variantId, { before: before.recipe, after })
  }
  return changes
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

const nameOf = ({ sku, product_title, title }: KitVariant) => sku ?? `${product_title} (${title})`

/** What is known, with the wish in it. */
function bookWith({ variantId, parts }: KitWish, variants: Map<string, KitVariant>): RecipeBook {
  const all = [...variants.values()]
  const kits = all.flatMap(({ id, parts }): [string, KitPart[]][] => (parts ? [[id, parts]] : []))
  const book: RecipeBook = {
    parts: new Map(kits),
    recipes: new Map(all.map(({ id, managed, recipe }) => [id, managed ? recipe : []])),
    nameOf: (id) => {
      const variant = variants.get(id)
      return variant ? nameOf(variant) : `the deleted variant ${id}`
    },
  }
  if (parts.length > 0) book.parts.set(variantId, parts)
  else {
    book.parts.delete(variantId)
    const variant = variants.get(variantId)
    if (variant?.recipe_before) book.recipes.set(variantId, variant.recipe_before)
  }
  return book
}

function addChanges(
  changes: LinkChanges,
  variantId: string,
  { before, after }: { before: Component[]; after: Component[] },
): void {
  const required = new Map(before.map((one) => [one.inventoryItemId, one.required]))
  for (const one of after) {
    const now = required.get(one.inventoryItemId)
    if (now === undefined) changes.create.push({ variantId, ...one })
    else if (now !== one.required) changes.update.push({ variantId, ...one })
  }
  const kept = new Set(after.map((one) => one.inventoryItemId))
  for (const one of before) if (!kept.has(one.inventoryItemId)) changes.dismiss.push({ variantId, ...one })
}
