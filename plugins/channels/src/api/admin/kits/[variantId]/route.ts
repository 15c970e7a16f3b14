import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { composeKitWorkflow } from "../../../../workflows/kit/compose-kit"
import { viewKit } from "../../../kit-view"
import type { kitAnswer, kitBody } from "../../../schemas/kits"
import { engineOf } from "../../../scope"

type Answer = MedusaResponse<z.output<typeof kitAnswer>>

export async function GET(req: MedusaRequest, res: Answer): Promise<void> {
  res.json({ kit: await viewKit(engineOf(req).ledger, req.params.variantId ?? "") })
}

export async function POST(req: MedusaRequest<z.output<typeof kitBody>>, res: Answer): Promise<void> {
  const { ledger } = engineOf(req)
  const variantId = req.params.variantId ?? ""
  await viewKit(ledger, variantId)
  const parts = req.validatedBody.parts.map(({ variant_id, quantity }) => ({
    variantId: variant_id,
    quantity,
  }))
  await composeKitWorkflow(req.scope).run({ input: { variantId, parts } })
  res.json({ kit: await viewKit(ledger, variantId) })
}
