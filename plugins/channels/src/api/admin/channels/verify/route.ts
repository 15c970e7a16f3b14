import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { tryCredentials } from "../../../../workflows/channel/try-credentials"
import type { VerifyAnswer, verifyBody } from "../../../schemas/channels"
import { engineOf } from "../../../scope"

export async function POST(
  req: MedusaRequest<z.output<typeof verifyBody>>,
  res: MedusaResponse<VerifyAnswer>,
): Promise<void> {
  const { marketplace, credentials } = req.validatedBody
  res.json(await tryCredentials(engineOf(req), marketplace, credentials))
}
