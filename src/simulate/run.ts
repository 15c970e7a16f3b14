import { House } from "./house/house"
import { World } from "./house/world"
import type { History } from "./history"
import { retryRefused } from "./ledger/answers"
import { releaseBrakes } from "./ledger/brakes"
import { restOf } from "./rest"
import { minuteMs, type Scenario } from "./scenario/scenario"
import { Scheduler } from "./scheduler"
import type { Wiring } from "./strategies"
import { play } from "./play"

/** Any moment does; this one is easy to read in a timeline. */
const opening = Date.UTC(2026, 0, 5)
/** Long enough for every schedule, and for a marketplace that refuses repeats to take one again. */
const calmMs = 20 * minuteMs

/** Plays one scenario to its end, in virtual time. */
export async function runScenario(scenario: Scenario, wiring: Wiring = {}): Promise<History> {
  const scheduler = new Scheduler(opening)
  const world: World = new World(scenario, scheduler, {
    onDirty: () => house.announce("reconcile", ""),
    onStored: (channelId) => house.announce("ingest", channelId),
    onWebhook: () => house.isAwake() && !wiring.cron,
  })
  const house: House = new House(world, wiring)
  play(world, opening)
  house.start()
  await scheduler.run(opening + scenario.busyMs)
  // An operator looks at what was refused, and at what the brake has stopped.
  retryRefused(world.ledger.tables)
  releaseBrakes(world.ledger.tables)
  await scheduler.run(opening + scenario.busyMs + calmMs)
  return { entries: world.entries, rest: restOf(world, house), counts: world.counts }
}
