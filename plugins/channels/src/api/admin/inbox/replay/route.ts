import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { replayEntries } from "../../../../ledger/inbox"
import type { replayAnswer, replayBody } from "../../../schemas/inbox"
import { engineOf } from "../../../scope"

export async function POST(
  req: MedusaRequest<z.output<typeof replayBody>>,
  res: MedusaResponse<z.output<typeof replayAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const channels = await replayEntries(engine.ledger, req.validatedBody.ids)
  for (const channelId of channels) await engine.enqueue("ingest", channelId)
  res.json({ channels })
}
