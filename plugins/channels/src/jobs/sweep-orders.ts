import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: whose turn it is to have its orders read once more, by each channel's own interval and offset. */
export default async function enqueueSweepOrders(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).enqueueDue("sweep-orders")
}

export const config = { name: "sweep-orders", schedule: "* * * * *" }
