import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { previewSync } from "../../../../../../ledger/rule-preview"
import { maxByMarketplace } from "../../../../../maxima"
import type { previewAnswer } from "../../../../../schemas/rules"
import { engineOf } from "../../../../../scope"

/** Nothing is computed for good, and nothing sent. */
export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof previewAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const { id } = await engine.channels.retrieveChannel(req.params.id ?? "")
  res.json({ preview: await previewSync(engine.ledger, id, maxByMarketplace(engine)) })
}
