import { kitStates, type KitState } from "../../ledger/checks/kits"
import { findKitVariants, markKits, type KitVariant } from "../../ledger/kits"
import { planFollowing } from "../kits/follow-parts"
import { nameOf } from "../kits/recipe-book"
import { listed, type Check, type Finding } from "./check"

/** Pure. */
export function kitFindings(states: KitState[], variants: Map<string, KitVariant>): Finding[] {
  const ids = states.map((state) => state.variant_id)
  const { changes, refusals } = planFollowing(ids, variants)
  const { create, update, dismiss } = changes
  const differing = new Set([...create, ...update, ...dismiss].map((link) => link.variantId))
  return states.flatMap(({ variant_id: id, out_of_step, moving }): Finding[] => {
    const kit = variants.get(id)
    if (!kit || moving) return []
    const about = { subject: id, severity: "error" as const }
    const refusal = refusals.get(id)
    if (refusal !== undefined) {
      return [
        {
          ...about,
          message: `Nothing new is published of the kit ${nameOf(kit)}. ${refusal}`,
          remedy: "Do so, or change the kit's parts on its product's page.",
          // One that is not known to be out of step yet is found to be.
          fixable: !out_of_step,
        },
      ]
    }
    if (!out_of_step && !differing.has(id)) return []
    return [
      {
        ...about,
        message: `The kit ${nameOf(kit)} does not follow what its parts are made of.`,
        remedy:
          'See that a worker runs, and read its log for "follow-kits"; --fix asks for the work once more.',
        fixable: true,
      },
    ]
  })
}

export const kits: Check = {
  id: "kits",
  title: "Kits follow their parts",
  every: "quarter hour",
  run: async ({ sql }) => {
    const states = await kitStates(sql)
    const ids = states.map((state) => state.variant_id)
    return listed(kitFindings(states, await findKitVariants(sql, ids)))
  },
  fixes: "later",
  fix: ({ sql }, kitId) => markKits(sql, [kitId]),
}
