import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { itemHistory } from "../../../ledger/queries/stock-history"
import { toHistoryAnswer, type historyAnswer, type itemHistoryQuery } from "../../schemas/stock-history"
import { engineOf } from "../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof itemHistoryQuery>>,
  res: MedusaResponse<z.output<typeof historyAnswer>>,
): Promise<void> {
  const { inventory_item_id: inventoryItemId, location_id: locationId, ...search } = req.validatedQuery
  const page = await itemHistory(engineOf(req).ledger, { inventoryItemId, locationId }, search)
  res.json(toHistoryAnswer(page))
}
