import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { historyScope, listingHistory } from "../../../../../ledger/queries/stock-history"
import {
  toHistoryAnswer,
  type historyAnswer,
  type listingHistoryQuery,
} from "../../../../schemas/stock-history"
import { engineOf, found, ledgerIdOf } from "../../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listingHistoryQuery>>,
  res: MedusaResponse<z.output<typeof historyAnswer>>,
): Promise<void> {
  const { ledger } = engineOf(req)
  const id = ledgerIdOf("listing", req.params.id)
  const scope = found("listing", id, await historyScope(ledger, id))
  res.json(toHistoryAnswer(await listingHistory(ledger, scope, req.validatedQuery)))
}
