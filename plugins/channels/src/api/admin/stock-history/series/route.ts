import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { completeSince, databaseTime } from "../../../../ledger/queries/stock-history"
import { itemSeries } from "../../../../ledger/queries/stock-history-series"
import { bucketsIn, type itemSeriesAnswer, type itemSeriesQuery } from "../../../schemas/stock-history"
import { engineOf } from "../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof itemSeriesQuery>>,
  res: MedusaResponse<z.output<typeof itemSeriesAnswer>>,
): Promise<void> {
  const { ledger } = engineOf(req)
  const { inventory_item_id: inventoryItemId, location_id: locationId, ...range } = req.validatedQuery
  const [now, knownSince] = await Promise.all([databaseTime(ledger), completeSince(ledger, "stock_movement")])
  const buckets = bucketsIn(range, { now, knownSince })
  const series = await itemSeries(ledger, { inventoryItemId, locationId }, buckets)
  res.json({ bucket_seconds: buckets.sizeSeconds, series })
}
