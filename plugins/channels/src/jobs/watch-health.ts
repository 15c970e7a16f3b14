import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: what is wrong, what no longer is, and a sample for the charts. */
export default async function watchHealth(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).watch()
}

export const config = { name: "watch-health", schedule: "* * * * *" }
