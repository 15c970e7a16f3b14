import fc from "fast-check"
import { flattenRecipe, KitRefusal, mostLevels, type RecipeBook } from "../../src/engine/kits/flatten-recipe"

/** Kits by their parts; what is no kit is made of one item of its own name, unless it has none. */
function book(kits: Record<string, Record<string, number>>, without: string[] = []): RecipeBook {
  const named = [...Object.keys(kits), ...Object.values(kits).flatMap((parts) => Object.keys(parts))]
  const plain = [...new Set(named)].filter((name) => !(name in kits) && !without.includes(name))
  return {
    parts: new Map(
      Object.entries(kits).map(([kit, parts]) => [
        kit,
        Object.entries(parts).map(([variantId, quantity]) => ({ variantId, quantity })),
      ]),
    ),
    recipes: new Map(plain.map((name) => [name, [{ inventoryItemId: name.toLowerCase(), required: 1 }]])),
    nameOf: (variantId) => variantId,
  }
}

const flat = (kit: string, from: RecipeBook) =>
  Object.fromEntries(flattenRecipe(kit, from).map((one) => [one.inventoryItemId, one.required]))

describe("the flat form of a kit", () => {
  it("multiplies through kits within kits, and sums what they share", () => {
    const gifts = book({
      SET: { CUP: 2, LID: 1 },
      BOX: { SET: 3, CUP: 1, CARD: 1 },
      PALLET: { BOX: 10, SET: 1 },
    })
    expect(flat("SET", gifts)).toEqual({ cup: 2, lid: 1 })
    expect(flat("BOX", gifts)).toEqual({ cup: 7, lid: 3, card: 1 })
    expect(flat("PALLET", gifts)).toEqual({ cup: 72, lid: 31, card: 10 })
  })

  it("multiplies the recipe that Medusa has of a part", () => {
    const pairs = book({ BOX: { PAIR: 3 } })
    pairs.recipes.set("PAIR", [
      { inventoryItemId: "sock", required: 2 },
      { inventoryItemId: "band", required: 1 },
    ])
    expect(flat("BOX", pairs)).toEqual({ sock: 6, band: 3 })
  })

  it("is refused where a kit contains itself, with the way", () => {
    expect(() => flat("SET", book({ SET: { BOX: 1 }, BOX: { CUP: 1, SET: 1 } }))).toThrow(
      "A kit cannot contain itself: SET → BOX → SET.",
    )
    // The circle may lie below the kit that is asked for.
    expect(() => flat("TOP", book({ TOP: { SET: 1 }, SET: { SET: 1 } }))).toThrow("SET → SET.")
  })

  it("is refused where it goes too deep, with the way", () => {
    const chain = (levels: number) =>
      book(Object.fromEntries(Array.from({ length: levels }, (_, n) => [`K${n}`, { [`K${n + 1}`]: 2 }])))
    expect(flat("K0", chain(mostLevels))).toEqual({ [`k${mostLevels}`]: 2 ** mostLevels })
    expect(() => flat("K0", chain(mostLevels + 1))).toThrow("K0 → K1 → K2 → K3 → K4 → K5 → K6 → K7 → K8 → K9")
  })

  it("is refused where a part has no managed stock", () => {
    expect(() => flat("SET", book({ SET: { CUP: 1, VOUCHER: 1 } }, ["VOUCHER"]))).toThrow(
      "VOUCHER has no inventory item",
    )
    expect(() => flat("SET", book({ SET: { VOUCHER: 1 } }, ["VOUCHER"]))).toThrow(KitRefusal)
  })

  it("takes a variant shared by many kits once only, however many ways lead to it", () => {
    const kits = Object.fromEntries(
      Array.from({ length: 8 }, (_, level) =>
        Array.from({ length: 6 }, (_, n): [string, Record<string, number>] => [
          `L${level}N${n}`,
          Object.fromEntries(
            Array.from({ length: 6 }, (_, m) => [level === 7 ? `P${m}` : `L${level + 1}N${m}`, 1]),
          ),
        ]),
      ).flat(),
    )
    expect(flat("L0N0", book(kits))).toMatchObject({ p0: 6 ** 7, p5: 6 ** 7 })
  })

  it("is that of its parts, summed, for any kit", () => {
    const names = ["A", "B", "C", "D", "E"]
    // A kit holds only what comes after it, so that there is no circle.
    const kits = fc
      .tuple(
        ...names.slice(0, 4).map((_, index) =>
          fc.dictionary(fc.constantFrom(...names.slice(index + 1)), fc.integer({ min: 1, max: 4 }), {
            minKeys: 1,
          }),
        ),
      )
      .map((parts) => Object.fromEntries(parts.map((part, index) => [names[index]!, part])))
    fc.assert(
      fc.property(kits, (given) => {
        const all = book({ ...given })
        all.recipes.set("E", [{ inventoryItemId: "e", required: 1 }])
        const piecesOf = (name: string): number =>
          name === "E"
            ? 1
            : Object.entries(given[name]!).reduce((sum, [part, count]) => sum + count * piecesOf(part), 0)
        for (const name of names.slice(0, 4)) expect(flat(name, all)).toEqual({ e: piecesOf(name) })
      }),
    )
  })
})
