import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findChannelOrder } from "../../../../../ledger/queries/channel-orders"
import type { orderChannelAnswer } from "../../../../schemas/orders"
import { engineOf } from "../../../../scope"

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof orderChannelAnswer>>,
): Promise<void> {
  const order = await findChannelOrder(engineOf(req).ledger, req.params.id ?? "")
  res.json({ channel_order: order ?? null })
}
