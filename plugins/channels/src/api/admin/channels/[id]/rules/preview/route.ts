import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { requireSoundChannelRules } from "../../../../../../engine/stock/sound-rules"
import { previewRules } from "../../../../../../ledger/rule-preview"
import { maxByMarketplace } from "../../../../../maxima"
import type { channelRulesBody, previewAnswer } from "../../../../../schemas/rules"
import { engineOf } from "../../../../../scope"

/** Nothing is saved. */
export async function POST(
  req: MedusaRequest<z.output<typeof channelRulesBody>>,
  res: MedusaResponse<z.output<typeof previewAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const channel = await engine.channels.retrieveChannel(req.params.id ?? "")
  const rules = req.validatedBody
  await requireSoundChannelRules(engine, channel, rules)
  const preview = await previewRules(
    engine.ledger,
    { channelId: channel.id, rules },
    maxByMarketplace(engine),
  )
  res.json({ preview })
}
