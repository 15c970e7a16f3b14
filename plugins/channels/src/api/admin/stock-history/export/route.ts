import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { itemHistory } from "../../../../ledger/queries/stock-history"
import type { itemExportQuery } from "../../../schemas/stock-history"
import { engineOf } from "../../../scope"
import { sendHistory } from "../../../send-history"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof itemExportQuery>>,
  res: MedusaResponse,
): Promise<void> {
  const { inventory_item_id: inventoryItemId, location_id: locationId, ...search } = req.validatedQuery
  await sendHistory(res, `stock-${inventoryItemId}`, (page) =>
    itemHistory(engineOf(req).ledger, { inventoryItemId, locationId }, { ...search, ...page }),
  )
}
