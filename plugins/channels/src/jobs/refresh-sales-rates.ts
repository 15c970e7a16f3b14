import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every hour: measured buffers follow how fast things sell. */
export default async function refreshSalesRates(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).refreshSalesRates()
}

export const config = { name: "refresh-sales-rates", schedule: "41 * * * *" }
