import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { deleteChannelWorkflow } from "../../../../workflows/channel/delete-channel"
import { updateChannelWorkflow } from "../../../../workflows/channel/update-channel"
import { viewChannel } from "../../../load-channels"
import type { channelAnswer, updateBody } from "../../../schemas/channels"
import type { deleted } from "../../../schemas/common"
import { engineOf } from "../../../scope"

type Body = z.output<typeof updateBody>
type Answer = MedusaResponse<z.output<typeof channelAnswer>>

export async function GET(req: MedusaRequest, res: Answer): Promise<void> {
  res.json({ channel: await viewChannel(engineOf(req), req.params.id ?? "") })
}

export async function POST(req: MedusaRequest<Body>, res: Answer): Promise<void> {
  const id = req.params.id ?? ""
  const { schedules, ...change } = req.validatedBody
  await updateChannelWorkflow(req.scope).run({
    input: { id, ...change, schedules: schedules && storedSchedules(schedules) },
  })
  res.json({ channel: await viewChannel(engineOf(req), id) })
}

export async function DELETE(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof deleted>>,
): Promise<void> {
  const id = req.params.id ?? ""
  await deleteChannelWorkflow(req.scope).run({ input: { id } })
  res.json({ id, object: "channel", deleted: true })
}

function storedSchedules(schedules: NonNullable<Body["schedules"]>) {
  return Object.fromEntries(
    Object.entries(schedules).map(([job, { interval_seconds, offset_seconds }]) => [
      job,
      { intervalSeconds: interval_seconds, offsetSeconds: offset_seconds },
    ]),
  )
}
