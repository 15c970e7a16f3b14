import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findInboxEntries } from "../../../ledger/queries/inbox-entries"
import type { listInboxAnswer, listInboxQuery } from "../../schemas/inbox"
import { engineOf } from "../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listInboxQuery>>,
  res: MedusaResponse<z.output<typeof listInboxAnswer>>,
): Promise<void> {
  const { limit, offset, ...search } = req.validatedQuery
  const { rows, count } = await findInboxEntries(engineOf(req).ledger, search, { limit, offset })
  res.json({ entries: rows, count, limit, offset })
}
