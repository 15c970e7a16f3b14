import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "zod"
import { retryRefused } from "../../../../../ledger/aspects"
import { overwriteDrift } from "../../../../../ledger/shelves"
import { findListing } from "../../../../../ledger/queries/listings"
import type { listingAnswer } from "../../../../schemas/listings"
import { engineOf, found, ledgerIdOf } from "../../../../scope"

export async function POST(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof listingAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const id = ledgerIdOf("listing", req.params.id)
  found("listing", id, await findListing(engine.ledger, id))
  const channelId = (await retryRefused(engine.ledger, id)) ?? (await overwriteDrift(engine.ledger, id))
  if (channelId === undefined) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      "The marketplace neither refused this listing's figure nor shows another one, so there is nothing to retry.",
    )
  }
  await engine.enqueue("push-lowered", channelId)
  await engine.enqueue("push-raised", channelId)
  await engine.enqueue("push-prices", channelId)
  await engine.enqueue("push-offers", channelId)
  res.json({ listing: found("listing", id, await findListing(engine.ledger, id)) })
}
