import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findPushes } from "../../../../../ledger/queries/pushes"
import type { listPushesAnswer, listPushesQuery } from "../../../../schemas/pushes"
import { engineOf } from "../../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listPushesQuery>>,
  res: MedusaResponse<z.output<typeof listPushesAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const { limit, offset, order } = req.validatedQuery
  const { id: channelId } = await engine.channels.retrieveChannel(req.params.id ?? "")
  const search = { channelId, failuresFirst: order === "failures" }
  const { rows, count } = await findPushes(engine.ledger, search, { limit, offset })
  res.json({ pushes: rows, count, limit, offset })
}
