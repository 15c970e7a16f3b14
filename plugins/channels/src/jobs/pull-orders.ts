import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: whose turn it is to read orders, by each channel's own interval and offset. */
export default async function enqueuePullOrders(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).enqueueDue("pull-orders")
}

export const config = { name: "pull-orders", schedule: "* * * * *" }
