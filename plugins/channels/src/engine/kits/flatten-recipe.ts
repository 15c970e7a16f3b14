/** Pieces of an inventory item that one of a variant takes. */
export interface Component {
  inventoryItemId: string
  required: number
}

/** So many of another variant. */
export interface KitPart {
  variantId: string
  quantity: number
}

/** What is known of variants; everything that a kit reaches is in it. */
export interface RecipeBook {
  /** Kits made of variants, and their parts. */
  parts: Map<string, KitPart[]>
  /** What variants that are no such kits are made of, as Medusa knows it. */
  recipes: Map<string, Component[]>
  /** How people call a variant: its SKU. */
  nameOf: (variantId: string) => string
}

/** Why a kit cannot be made, in words for whoever composes it. */
export class KitRefusal extends Error {}

/** Deeper than this nobody packs; a chain this long is a mistake. */
export const mostLevels = 8

interface Flat {
  /** Pieces per inventory item. */
  pieces: Map<string, number>
  /** The longest way down, as names. */
  longest: string[]
}

/**
 * Pure: the inventory items that a variant comes to, through kits within kits; what several parts share is summed. Throws a
 * `KitRefusal` with the way, "SET → BOX → SET", when a kit contains itself or is nested too deep.
 */
export function flattenRecipe(variantId: string, book: RecipeBook): Component[] {
  const { pieces, longest } = flatten(variantId, [], { book, known: new Map() })
  if (longest.length > mostLevels + 1) {
    throw new KitRefusal(
      `A kit goes ${mostLevels} levels deep at most, and this one deeper: ${way(longest)}.`,
    )
  }
  return [...pieces]
    .map(([inventoryItemId, required]) => ({ inventoryItemId, required }))
    .sort((a, b) => (a.inventoryItemId < b.inventoryItemId ? -1 : 1))
}

function flatten(
  variantId: string,
  above: string[],
  { book, known }: { book: RecipeBook; known: Map<string, Flat> },
): Flat {
  if (above.includes(variantId)) {
    const circle = [...above.slice(above.indexOf(variantId)), variantId].map(book.nameOf)
    throw new KitRefusal(`A kit cannot contain itself: ${way(circle)}.`)
  }
  const before = known.get(variantId)
  if (before) return before
  const parts = book.parts.get(variantId)?.map(({ variantId: part, quantity }) => ({
    quantity,
    flat: flatten(part, [...above, variantId], { book, known }),
  }))
  const flat = parts ? sumParts(book.nameOf(variantId), parts) : plain(variantId, book)
  known.set(variantId, flat)
  return flat
}

function sumParts(name: string, parts: { quantity: number; flat: Flat }[]): Flat {
  const pieces = new Map<string, number>()
  for (const { quantity, flat } of parts) {
    for (const [item, required] of flat.pieces) {
      pieces.set(item, (pieces.get(item) ?? 0) + quantity * required)
    }
  }
  const ways = parts.map(({ flat }) => flat.longest).sort((a, b) => b.length - a.length)
  return { pieces, longest: [name, ...(ways[0] ?? [])] }
}

function plain(variantId: string, { recipes, nameOf }: RecipeBook): Flat {
  const name = nameOf(variantId)
  const recipe = recipes.get(variantId) ?? []
  if (recipe.length === 0) {
    throw new KitRefusal(
      `${name} has no inventory item whose stock Medusa manages, so nothing can be made of it. Turn on "Manage inventory" and give it one.`,
    )
  }
  return { pieces: new Map(recipe.map((one) => [one.inventoryItemId, one.required])), longest: [name] }
}

const way = (names: string[]) => names.join(" → ")
