import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findListings } from "../../../../../ledger/queries/listings"
import type { listListingsAnswer, productListingsQuery } from "../../../../schemas/listings"
import { engineOf } from "../../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof productListingsQuery>>,
  res: MedusaResponse<z.output<typeof listListingsAnswer>>,
): Promise<void> {
  const { limit, offset } = req.validatedQuery
  const search = { product_id: req.params.id ?? "", filter: "all" as const }
  const { rows, count } = await findListings(engineOf(req).ledger, search, { limit, offset })
  res.json({ listings: rows, count, limit, offset })
}
