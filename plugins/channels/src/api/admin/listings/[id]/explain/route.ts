import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { explainListing } from "../../../../../ledger/queries/explanation"
import type { explainAnswer } from "../../../../schemas/listings"
import { engineOf, found, ledgerIdOf } from "../../../../scope"

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof explainAnswer>>,
): Promise<void> {
  const { ledger, channels } = engineOf(req)
  const id = ledgerIdOf("listing", req.params.id)
  const maxOf = (marketplace: string) => channels.marketplace(marketplace).provider.traits.stock.max
  res.json({ explanation: found("listing", id, await explainListing(ledger, id, maxOf)) })
}
