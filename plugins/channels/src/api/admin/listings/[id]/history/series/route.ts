import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { completeSince, databaseTime, historyScope } from "../../../../../../ledger/queries/stock-history"
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
  const [now, movements] = await Promise.all([databaseTime(ledger), completeSince(ledger, "stock_movement")])
  const knownSince = movements > scope.createdAt ? movements : scope.createdAt
  const buckets = bucketsIn(req.validatedQuery, { now, knownSince })
  const series = await listingSeries(ledger, scope, buckets)
  res.json({ bucket_seconds: buckets.sizeSeconds, series })
}
