import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: whose turn it is for a full comparison, by each channel's own interval and offset. */
export default async function enqueuePushStock(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).enqueueDue("push-stock")
}

export const config = { name: "push-stock", schedule: "* * * * *" }
