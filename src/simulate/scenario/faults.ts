import type { Chance } from "../chance"
import { hourMs, minuteMs, type Crash, type Fault } from "./scenario"
import type { ScenarioWorld } from "./scenario-world"

export function faultsOf({ chance, busyMs, channels, days }: ScenarioWorld): Fault[] {
  const faults: Fault[] = []
  for (let index = chance.whole(0, 4); index > 0; index -= 1) {
    const kind = chance.one(["outage", "storm", "lost answers", "slow"] as const)
    const lastsMs = days && kind === "outage" ? chance.whole(4, 22) * hourMs : chance.whole(1, 15) * minuteMs
    const from = Math.floor(chance.random() * busyMs)
    const to = Math.min(from + lastsMs, busyMs)
    faults.push({ kind, channel: chance.one(channels).id, from, to })
  }
  return faults.sort((a, b) => a.from - b.from)
}

export function crashesOf(chance: Chance): Crash[] {
  return Array.from({ length: chance.whole(0, 5) }, () => ({
    step: chance.whole(1, 4_000),
    before: chance.happens(0.5),
    downMs: Math.round(chance.one([500, 5_000, 5_000, 60_000, 8 * minuteMs]) * (0.5 + chance.random())),
  })).sort((a, b) => a.step - b.step)
}
