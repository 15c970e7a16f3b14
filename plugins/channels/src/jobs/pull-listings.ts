import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: whose turn it is to read listings, by each channel's own interval and offset. */
export default async function enqueuePullListings(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).enqueueDue("pull-listings")
}

export const config = { name: "pull-listings", schedule: "* * * * *" }
