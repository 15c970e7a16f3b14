import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import type { WebhookReceipt } from "../../../../engine/inbox/receive-webhook"
import { readBody } from "../../../read-body"
import type { hookAnswer } from "../../../schemas/hooks"
import { engineOf } from "../../../scope"

/** A dead delivery is ours to look at: 200, so that the marketplace does not repeat it. */
const statusCodes: Record<WebhookReceipt["status"], number> = {
  stored: 200,
  dead: 200,
  unknown_channel: 404,
  refused: 401,
  too_long: 413,
}

/** Verify, store, answer; what the delivery means is worked out by a job. */
export async function POST(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof hookAnswer>>,
): Promise<void> {
  const { beginning, bytes, whole } = await readBody(req)
  const { status } = await engineOf(req).receiveWebhook({
    marketplace: req.params.marketplace ?? "",
    channelId: req.params.channel ?? "",
    headers: headersOf(req),
    rawBody: beginning,
    ...(!whole && { tooLong: { bytes } }),
  })
  res.status(statusCodes[status]).json({ status })
}

/** Node joins repeated headers by itself, all but a few that it hands over as lists. */
function headersOf({ headers }: MedusaRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  )
}
