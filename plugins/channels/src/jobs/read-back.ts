import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: whose turn it is to have its marketplace's own figures read, by each channel's own interval and offset. */
export default async function enqueueReadBack(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).enqueueDue("read-back")
}

export const config = { name: "read-back", schedule: "* * * * *" }
