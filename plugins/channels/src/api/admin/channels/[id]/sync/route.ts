import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import type { ChannelTask } from "../../../../../engine/tasks"
import type { syncBody } from "../../../../schemas/channels"
import type { enqueued } from "../../../../schemas/common"
import { engineOf } from "../../../../scope"

type Wish = z.output<typeof syncBody>["what"]

const tasks: Record<Wish, ChannelTask[]> = {
  orders: ["pull-orders"],
  stock: ["compare-stock"],
  shown: ["read-back"],
  listings: ["pull-listings"],
  all: ["pull-orders", "pull-listings", "compare-stock"],
}

export async function POST(
  req: MedusaRequest<z.output<typeof syncBody>>,
  res: MedusaResponse<z.output<typeof enqueued>>,
): Promise<void> {
  const engine = engineOf(req)
  const { id } = await engine.channels.retrieveChannel(req.params.id ?? "")
  const wanted = tasks[req.validatedBody.what]
  for (const task of wanted) await engine.enqueue(task, id)
  res.json({ enqueued: wanted })
}
