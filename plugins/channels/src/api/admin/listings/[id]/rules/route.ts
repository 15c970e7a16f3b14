import type { AuthenticatedMedusaRequest, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { clearListingRules, setListingRules } from "../../../../../ledger/listing-rules"
import { loadListingRules, rulesAfter, viewListingRules } from "../../../../listing-rules"
import type { listingRulesAnswer, listingRulesBody } from "../../../../schemas/rules"
import { engineOf } from "../../../../scope"

type Answer = MedusaResponse<z.output<typeof listingRulesAnswer>>

export async function GET(req: MedusaRequest, res: Answer): Promise<void> {
  res.json(await viewListingRules(engineOf(req), req.params.id))
}

/** The change marks the listing itself: its figure is computed and sent without further ado. */
export async function POST(
  req: AuthenticatedMedusaRequest<z.output<typeof listingRulesBody>>,
  res: Answer,
): Promise<void> {
  const engine = engineOf(req)
  const loaded = await loadListingRules(engine, req.params.id)
  const rules = rulesAfter(engine, loaded, req.validatedBody)
  await setListingRules(engine.ledger, loaded.id, { rules, by: req.auth_context.actor_id })
  res.json(await viewListingRules(engine, loaded.id))
}

export async function DELETE(req: MedusaRequest, res: Answer): Promise<void> {
  const engine = engineOf(req)
  const { id } = await loadListingRules(engine, req.params.id)
  await clearListingRules(engine.ledger, id)
  res.json(await viewListingRules(engine, id))
}
