import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { signed } from "../../../../engine/acting"
import { mapAutomatically } from "../../../../ledger/listings"
import type { mapAutomaticallyAnswer, mapAutomaticallyBody } from "../../../schemas/listings"
import { engineOf } from "../../../scope"

export async function POST(
  req: MedusaRequest<z.output<typeof mapAutomaticallyBody>>,
  res: MedusaResponse<z.output<typeof mapAutomaticallyAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const { id } = await engine.channels.retrieveChannel(req.validatedBody.channel_id)
  const mapped = await signed(engine.ledger, (sql) => mapAutomatically(sql, id))
  if (mapped > 0) await engine.enqueue("reserve-mapped", id)
  res.json({ mapped })
}
