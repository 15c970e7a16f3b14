import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { tryChannel } from "../../../../../workflows/channel/try-credentials"
import type { VerifyAnswer } from "../../../../schemas/channels"
import { engineOf } from "../../../../scope"

export async function POST(req: MedusaRequest, res: MedusaResponse<VerifyAnswer>): Promise<void> {
  res.json(await tryChannel(engineOf(req), req.params.id ?? ""))
}
