import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { historyScope, listingHistory } from "../../../../../../ledger/queries/stock-history"
import type { listingExportQuery } from "../../../../../schemas/stock-history"
import { engineOf, found, ledgerIdOf } from "../../../../../scope"
import { sendHistory } from "../../../../../send-history"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listingExportQuery>>,
  res: MedusaResponse,
): Promise<void> {
  const { ledger } = engineOf(req)
  const id = ledgerIdOf("listing", req.params.id)
  const scope = found("listing", id, await historyScope(ledger, id))
  await sendHistory(res, `history-${scope.listing.external_id}`, (page) =>
    listingHistory(ledger, scope, { ...req.validatedQuery, ...page }),
  )
}
