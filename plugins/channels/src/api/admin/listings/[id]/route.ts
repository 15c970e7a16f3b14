import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findListing } from "../../../../ledger/queries/listings"
import type { listingAnswer } from "../../../schemas/listings"
import { engineOf, found, ledgerIdOf } from "../../../scope"

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof listingAnswer>>,
): Promise<void> {
  const id = ledgerIdOf("listing", req.params.id)
  res.json({ listing: found("listing", id, await findListing(engineOf(req).ledger, id)) })
}
