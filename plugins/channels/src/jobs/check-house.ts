import type { MedusaContainer } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "../engine/engine"

/** Every quarter of an hour: the checks whose time has come; `npm run doctor` makes all of them. */
export default async function checkHouse(container: MedusaContainer): Promise<void> {
  await container.resolve<Engine>(ENGINE).check()
}

export const config = { name: "check-house", schedule: "*/15 * * * *" }
