import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every night: partitions for the coming months, and an end to those past their retention. */
export default async function maintainLedger(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).maintain()
}

export const config = { name: "maintain-ledger", schedule: "17 3 * * *" }
