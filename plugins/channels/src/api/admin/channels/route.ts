import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { connectChannel } from "../../../workflows/channel/connect-channel"
import { viewChannel, viewChannels } from "../../load-channels"
import type {
  connectAnswer,
  connectBody,
  listChannelsAnswer,
  listChannelsQuery,
} from "../../schemas/channels"
import { engineOf } from "../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listChannelsQuery>>,
  res: MedusaResponse<z.output<typeof listChannelsAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const { limit, offset } = req.validatedQuery
  const [rows, count] = await engine.channels.listAndCountChannels(
    {},
    { take: limit, skip: offset, order: { name: "ASC" } },
  )
  const channels = await viewChannels(engine, rows)
  channels.sort((a, b) => Number(b.problems.length > 0) - Number(a.problems.length > 0))
  res.json({ channels, count, limit, offset })
}

export async function POST(
  req: MedusaRequest<z.output<typeof connectBody>>,
  res: MedusaResponse<z.output<typeof connectAnswer>>,
): Promise<void> {
  const { id, warnings } = await connectChannel(req.scope, req.validatedBody)
  res.json({ channel: await viewChannel(engineOf(req), id), warnings })
}
