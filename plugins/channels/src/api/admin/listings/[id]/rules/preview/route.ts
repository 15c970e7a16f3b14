import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { previewRules } from "../../../../../../ledger/rule-preview"
import { loadListingRules, rulesAfter } from "../../../../../listing-rules"
import { maxByMarketplace } from "../../../../../maxima"
import type { listingRulesBody, previewAnswer } from "../../../../../schemas/rules"
import { engineOf } from "../../../../../scope"

/** Nothing is saved. */
export async function POST(
  req: MedusaRequest<z.output<typeof listingRulesBody>>,
  res: MedusaResponse<z.output<typeof previewAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const loaded = await loadListingRules(engine, req.params.id)
  const rules = rulesAfter(engine, loaded, req.validatedBody)
  const candidate = { channelId: loaded.channel.id, listingId: loaded.id, rules }
  res.json({ preview: await previewRules(engine.ledger, candidate, maxByMarketplace(engine)) })
}
