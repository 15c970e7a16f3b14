import type { KitVariant } from "../../ledger/kits"
import type { KitPart, RecipeBook } from "./flatten-recipe"

/** How people call a variant. */
export const nameOf = ({ sku, product_title, title }: KitVariant) => sku ?? `${product_title} (${title})`

/** Pure: kits and recipes as they stand. */
export function bookOf(variants: Map<string, KitVariant>): RecipeBook {
  const all = [...variants.values()]
  return {
    parts: new Map(all.flatMap(({ id, parts }): [string, KitPart[]][] => (parts ? [[id, parts]] : []))),
    recipes: new Map(all.map(({ id, managed, recipe }) => [id, managed ? recipe : []])),
    nameOf: (id) => {
      const variant = variants.get(id)
      return variant ? nameOf(variant) : `the deleted variant ${id}`
    },
  }
}
