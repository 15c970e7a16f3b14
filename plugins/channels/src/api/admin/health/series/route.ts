import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "zod"
import { healthSeries } from "../../../../ledger/queries/health-samples"
import { stepOf, viewPoint } from "../../../health-view"
import { seriesSpan, type healthSeriesAnswer, type healthSeriesQuery } from "../../../schemas/health"
import { engineOf } from "../../../scope"

const day = 86_400_000

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof healthSeriesQuery>>,
  res: MedusaResponse<z.output<typeof healthSeriesAnswer>>,
): Promise<void> {
  const span = spanOf(req.validatedQuery, Date.now())
  const step_seconds = stepOf(span)
  const points = await healthSeries(engineOf(req).ledger, { ...span, stepSeconds: step_seconds })
  res.json({ ...span, step_seconds, points: points.map(viewPoint) })
}

function spanOf({ from, to }: z.output<typeof healthSeriesQuery>, now: number) {
  const end = to ?? new Date(now)
  const span = seriesSpan.safeParse({ from: from ?? new Date(end.getTime() - day), to: end })
  if (span.success) return span.data
  throw new MedusaError(
    MedusaError.Types.INVALID_DATA,
    span.error.issues[0]?.message ?? "This is no span of time.",
  )
}
