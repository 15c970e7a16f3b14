import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { databaseTime, historyScope } from "../../../../../../ledger/queries/stock-history"
import { listingSeries } from "../../../../../../ledger/queries/stock-history-series"
import {
  bucketsIn,
  type listingSeriesAnswer,
  type listingSeriesQuery,
} from "../../../../../schemas/stock-history"
import { engineOf, found, ledgerIdOf } from "../../../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listingSeriesQuery>>,
  res: MedusaResponse<z.output<typeof listingSeriesAnswer>>,
): Promise<void> {
  const { ledger } = engineOf(req)
  const id = ledgerIdOf("listing", req.params.id)
  const scope = found("listing", id, await historyScope(ledger, id))
  const buckets = bucketsIn(req.validatedQuery, await databaseTime(ledger))
  const series = await listingSeries(ledger, scope, buckets)
  res.json({ bucket_seconds: buckets.sizeSeconds, series })
}
