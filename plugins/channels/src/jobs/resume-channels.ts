import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every minute: picks up what a restart, a pause or a marketplace's silence left open. */
export default async function resumeChannels(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).resume()
}

export const config = { name: "resume-channels", schedule: "* * * * *" }
