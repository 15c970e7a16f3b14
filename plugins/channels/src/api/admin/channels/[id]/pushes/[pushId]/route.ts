import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findPush, findPushItems } from "../../../../../../ledger/queries/pushes"
import type { pushAnswer, retrievePushQuery } from "../../../../../schemas/pushes"
import { engineOf, found, ledgerIdOf } from "../../../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof retrievePushQuery>>,
  res: MedusaResponse<z.output<typeof pushAnswer>>,
): Promise<void> {
  const { ledger } = engineOf(req)
  const { limit, offset } = req.validatedQuery
  const id = ledgerIdOf("push", req.params.pushId)
  const push = found("push", id, await findPush(ledger, req.params.id ?? "", id))
  const { rows, count } = await findPushItems(ledger, id, { limit, offset })
  res.json({ push, items: rows, count, limit, offset })
}
