import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import { KitRefusal, type Component, type KitPart } from "../../../engine/kits/flatten-recipe"
import type { LinkChanges } from "../../../engine/kits/link-changes"
import { planKit } from "../../../engine/kits/plan-kit"
import { findKitVariants, kitLock, kitsContaining, saveKit } from "../../../ledger/kits"

export interface ComposeKitInput {
  variantId: string
  /** None dissolve the kit. */
  parts: KitPart[]
}

interface Before extends ComposeKitInput {
  recipeBefore: Component[]
}

/** Stores what a kit is made of; answers which of Medusa's links that changes, of the kit and of kits that contain it. */
export const saveKitStep = createStep(
  "save-kit",
  async (input: ComposeKitInput, { container }) => {
    const { ledger } = container.resolve<Engine>(ENGINE)
    const { changes, before } = await ledger.transaction(async (sql) => {
      await kitLock(sql)
      const containedIn = await kitsContaining(sql, input.variantId)
      const ids = [input.variantId, ...containedIn, ...input.parts.map((part) => part.variantId)]
      const variants = await findKitVariants(sql, ids)
      const changes = refusing(() => planKit({ ...input, containedIn }, variants))
      const kit = variants.get(input.variantId)
      const recipeBefore = kit?.recipe_before ?? kit?.recipe ?? []
      await saveKit(sql, input.variantId, { parts: input.parts, recipeBefore })
      return { changes, before: { variantId: input.variantId, parts: kit?.parts ?? [], recipeBefore } }
    })
    return new StepResponse<LinkChanges, Before>(changes, before)
  },
  async (before, { container }) => {
    if (!before) return
    const { ledger } = container.resolve<Engine>(ENGINE)
    await ledger.transaction((sql) => saveKit(sql, before.variantId, before))
  },
)

function refusing<T>(plan: () => T): T {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof KitRefusal)) throw error
    throw new MedusaError(MedusaError.Types.INVALID_DATA, error.message)
  }
}
