import { kitFindings } from "../../src/engine/checks/kits"
import { planFollowing } from "../../src/engine/kits/follow-parts"
import type { KitVariant } from "../../src/ledger/kits"

interface Made {
  /** Pieces of items, as Medusa has them. */
  of: Record<string, number>
  parts?: Record<string, number>
  managed?: boolean
}

function variants(made: Record<string, Made>): Map<string, KitVariant> {
  return new Map(
    Object.entries(made).map(([id, { of, parts, managed = true }]) => [
      id,
      {
        id,
        sku: id,
        title: id,
        product_title: id,
        managed,
        recipe: Object.entries(of).map(([inventoryItemId, required]) => ({ inventoryItemId, required })),
        parts:
          parts === undefined
            ? null
            : Object.entries(parts).map(([variantId, quantity]) => ({ variantId, quantity })),
        recipe_before: null,
        refusal: null,
      },
    ]),
  )
}

describe("a kit whose part changed", () => {
  it("is made of what the part is made of now, at any depth", () => {
    const known = variants({
      PAIR: { of: { sock: 2, band: 1 } },
      SET: { of: { sock: 1, card: 1 }, parts: { PAIR: 1 } },
      BOX: { of: { sock: 3 }, parts: { SET: 3 } },
    })
    const { changes, refusals } = planFollowing(["SET", "BOX"], known)
    expect(refusals.size).toBe(0)
    expect(changes).toEqual({
      create: [
        { variantId: "SET", inventoryItemId: "band", required: 1 },
        { variantId: "BOX", inventoryItemId: "band", required: 3 },
      ],
      update: [
        { variantId: "SET", inventoryItemId: "sock", required: 2 },
        { variantId: "BOX", inventoryItemId: "sock", required: 6 },
      ],
      dismiss: [{ variantId: "SET", inventoryItemId: "card", required: 1 }],
    })
  })

  it("stays as it is, with the reason, when nothing can be made of the part any more", () => {
    const known = variants({
      CUP: { of: { cup: 1 } },
      VOUCHER: { of: { paper: 1 }, managed: false },
      SET: { of: { cup: 5 }, parts: { CUP: 1 } },
      BOX: { of: { cup: 1, paper: 1 }, parts: { SET: 1, VOUCHER: 1 } },
    })
    const { changes, refusals } = planFollowing(["SET", "BOX"], known)
    expect(changes.update.map(({ variantId }) => variantId)).toEqual(["SET"])
    expect(refusals.get("BOX")).toContain("VOUCHER has no inventory item whose stock Medusa manages")
  })

  it("stays as it is when it contains itself, however that came about", () => {
    const known = variants({
      SET: { of: { cup: 1 }, parts: { BOX: 1 } },
      BOX: { of: { cup: 1 }, parts: { SET: 1 } },
    })
    expect(planFollowing(["SET"], known)).toEqual({
      changes: { create: [], update: [], dismiss: [] },
      refusals: new Map([["SET", "A kit cannot contain itself: SET → BOX → SET."]]),
    })
  })

  it("is left alone when it is no kit any more, or is deleted", () => {
    const { changes, refusals } = planFollowing(["CUP", "GONE"], variants({ CUP: { of: { cup: 1 } } }))
    expect([changes.create, changes.update, changes.dismiss, [...refusals]]).toEqual([[], [], [], []])
  })
})

describe("the check of kits", () => {
  const known = variants({
    CUP: { of: { cup: 1 } },
    GONE: { of: {} },
    SET: { of: { cup: 2 }, parts: { CUP: 2 } },
    OFF: { of: { cup: 7 }, parts: { CUP: 2 } },
    BROKEN: { of: { cup: 1 }, parts: { GONE: 1 } },
  })
  const findings = (variant_id: string, state: { out_of_step?: boolean; moving?: boolean } = {}) =>
    kitFindings([{ variant_id, out_of_step: false, moving: false, ...state }], known).map(
      ({ message, fixable }) => ({ message, fixable }),
    )

  it("finds nothing where a kit is in step, or is just being brought there", () => {
    expect(findings("SET")).toEqual([])
    expect(findings("OFF", { out_of_step: true, moving: true })).toEqual([])
  })

  it("finds a kit that does not follow, and one that waits although nothing hinders it", () => {
    const message = (kit: string) => `The kit ${kit} does not follow what its parts are made of.`
    expect(findings("OFF")).toEqual([{ message: message("OFF"), fixable: true }])
    expect(findings("SET", { out_of_step: true })).toEqual([{ message: message("SET"), fixable: true }])
  })

  it("leaves one that cannot follow to a person, with the reason", () => {
    const [finding] = findings("BROKEN", { out_of_step: true })
    expect(finding?.fixable).toBe(false)
    expect(finding?.message).toContain("BROKEN. GONE has no inventory item")
  })
})
