import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { channelFacts, readHealth } from "../../../engine/health/snapshot"
import { openAlerts } from "../../../ledger/queries/health-alerts"
import { acceptanceDelays } from "../../../ledger/queries/health-delays"
import { tallyTotals } from "../../../ledger/queries/health-tallies"
import { healthView } from "../../health-view"
import type { healthAnswer } from "../../schemas/health"
import { engineOf } from "../../scope"

const day = 86_400_000

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof healthAnswer>>,
): Promise<void> {
  const { ledger, channels } = engineOf(req)
  const snapshot = await readHealth(ledger, await channelFacts(channels))
  const daysBefore = (days: number) => new Date(snapshot.house.at.getTime() - days * day)
  const [alerts, delays, tallies] = await Promise.all([
    openAlerts(ledger),
    acceptanceDelays(ledger, daysBefore(1)),
    tallyTotals(ledger, daysBefore(7)),
  ])
  res.json(healthView({ snapshot, alerts, delays, tallies, bounds: channels.options.health.bounds }))
}
