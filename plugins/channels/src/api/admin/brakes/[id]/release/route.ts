import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { releaseBrake } from "../../../../../ledger/brakes"
import type { releaseAnswer } from "../../../../schemas/brakes"
import { engineOf, found, ledgerIdOf } from "../../../../scope"

export async function POST(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<z.output<typeof releaseAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const id = ledgerIdOf("waiting brake", req.params.id)
  const channelId = found(
    "waiting brake",
    id,
    await releaseBrake(engine.ledger, id, req.auth_context.actor_id),
  )
  await engine.enqueue("push-lowered", channelId)
  await engine.enqueue("push-raised", channelId)
  await engine.enqueue("push-offers", channelId)
  res.json({ id, released: true })
}
