import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findListings } from "../../../ledger/queries/listings"
import type { listListingsAnswer, listListingsQuery } from "../../schemas/listings"
import { engineOf } from "../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listListingsQuery>>,
  res: MedusaResponse<z.output<typeof listListingsAnswer>>,
): Promise<void> {
  const { limit, offset, ...search } = req.validatedQuery
  const { rows, count } = await findListings(engineOf(req).ledger, search, { limit, offset })
  res.json({ listings: rows, count, limit, offset })
}
