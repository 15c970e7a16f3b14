import type { Violation } from "./check/violation"
import { check } from "./check/check"
import { runScenario } from "./run"
import { generateScenario } from "./scenario/generate"
import { hourMs, type Scenario } from "./scenario/scenario"
import type { Wiring } from "./strategies"

export interface FailedSeed {
  seed: number
  violations: Violation[]
}

/** What many seeds came to. */
export interface Summary {
  seeds: number
  /** Hours of shop time. */
  hours: number
  orders: number
  units: number
  spoiltOrders: number
  oversold: { inside: number; outside: number }
  pushes: number
  crashes: number
  /** API calls and misfortunes, by kind. */
  calls: Record<string, number>
  faults: Record<string, number>
  failed: FailedSeed[]
}

export const nothing = (): Summary => ({
  seeds: 0,
  hours: 0,
  orders: 0,
  units: 0,
  spoiltOrders: 0,
  oversold: { inside: 0, outside: 0 },
  pushes: 0,
  crashes: 0,
  calls: {},
  faults: {},
  failed: [],
})

/** So many broken promises of one seed are kept; the rest follows from the first. */
const keptViolations = 3

export async function simulateSeed(seed: number, wiring: Wiring): Promise<Summary> {
  return simulateScenario(generateScenario(seed), wiring)
}

export async function simulateScenario(scenario: Scenario, wiring: Wiring): Promise<Summary> {
  const history = await runScenario(scenario, wiring)
  const { violations, orders, units, oversold, spoiltOrders } = check(scenario, history)
  const { calls, crashes, faults, pushes } = history.counts
  const windows = scenario.faults.map(({ kind }) => ({ [`${kind}: window`]: 1 }))
  return {
    seeds: 1,
    hours: scenario.busyMs / hourMs,
    orders,
    units,
    spoiltOrders,
    oversold,
    pushes,
    crashes,
    calls,
    faults: windows.reduce(added, faults),
    failed:
      violations.length > 0 ? [{ seed: scenario.seed, violations: violations.slice(0, keptViolations) }] : [],
  }
}

export function merge(a: Summary, b: Summary): Summary {
  return {
    seeds: a.seeds + b.seeds,
    hours: a.hours + b.hours,
    orders: a.orders + b.orders,
    units: a.units + b.units,
    spoiltOrders: a.spoiltOrders + b.spoiltOrders,
    oversold: {
      inside: a.oversold.inside + b.oversold.inside,
      outside: a.oversold.outside + b.oversold.outside,
    },
    pushes: a.pushes + b.pushes,
    crashes: a.crashes + b.crashes,
    calls: added(a.calls, b.calls),
    faults: added(a.faults, b.faults),
    failed: [...a.failed, ...b.failed],
  }
}

function added(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a }
  for (const [key, count] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + count
  return sum
}
