import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { replaceCredentials } from "../../../../../workflows/channel/replace-credentials"
import { viewChannel } from "../../../../load-channels"
import type { channelAnswer, credentialsBody } from "../../../../schemas/channels"
import { engineOf } from "../../../../scope"

export async function POST(
  req: MedusaRequest<z.output<typeof credentialsBody>>,
  res: MedusaResponse<z.output<typeof channelAnswer>>,
): Promise<void> {
  const id = req.params.id ?? ""
  await replaceCredentials(req.scope, id, req.validatedBody.credentials)
  res.json({ channel: await viewChannel(engineOf(req), id) })
}
