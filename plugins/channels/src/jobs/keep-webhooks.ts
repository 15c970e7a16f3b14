import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every hour: marketplaces switch a webhook off quietly when its deliveries failed for a while. */
export default async function keepWebhooks(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).enqueueForAll("keep-webhook")
}

export const config = { name: "keep-webhooks", schedule: "23 * * * *" }
