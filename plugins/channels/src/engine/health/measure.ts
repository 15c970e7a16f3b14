import { openAlerts } from "../../ledger/queries/health-alerts"
import { acceptanceDelays } from "../../ledger/queries/health-delays"
import { tallyTotals } from "../../ledger/queries/health-tallies"
import type { Engine } from "../engine"
import type { Measured } from "./metrics"
import { channelFacts, readHealth } from "./snapshot"
import { versions } from "./versions"

/** Everything that metrics tell, read at this moment. */
export async function measure({ ledger, channels }: Pick<Engine, "ledger" | "channels">): Promise<Measured> {
  const snapshot = await readHealth(ledger, await channelFacts(channels))
  const [tallies, delays, alerts] = await Promise.all([
    tallyTotals(ledger, null),
    acceptanceDelays(ledger, null),
    openAlerts(ledger),
  ])
  return { ...snapshot, tallies, delays, openAlerts: alerts, versions: versions() }
}
