import type { Chance } from "../chance"
import type { Scenario } from "./scenario"

/** What the parts of a scenario are made for. */
export interface ScenarioWorld extends Pick<Scenario, "busyMs" | "channels" | "variants" | "locations"> {
  chance: Chance
  items: string[]
  days: boolean
}
