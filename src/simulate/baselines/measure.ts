import { check } from "../check/check"
import { runScenario } from "../run"
import type { Wiring } from "../strategies"
import { scarceScenario } from "./scarce"
import { wrongFor, type Histogram } from "./wrong-for"

export interface Measures {
  orders: number
  oversold: { inside: number; outside: number }
  /** Orders that somebody must cancel. */
  spoiltOrders: number
  calls: number
  wrongFor: Histogram
}

export const noMeasures = (): Measures => ({
  orders: 0,
  oversold: { inside: 0, outside: 0 },
  spoiltOrders: 0,
  calls: 0,
  wrongFor: {},
})

export async function measureSeed(seed: number, wiring: Wiring): Promise<Measures> {
  const scenario = scarceScenario(seed)
  const history = await runScenario(scenario, wiring)
  const { orders, oversold, spoiltOrders } = check(scenario, history)
  const calls = Object.values(history.counts.calls).reduce((sum, count) => sum + count, 0)
  return { orders, oversold, spoiltOrders, calls, wrongFor: wrongFor(scenario, history) }
}

export function addMeasures(a: Measures, b: Measures): Measures {
  const histogram = { ...a.wrongFor }
  for (const [bucket, count] of Object.entries(b.wrongFor)) {
    histogram[Number(bucket)] = (histogram[Number(bucket)] ?? 0) + count
  }
  return {
    orders: a.orders + b.orders,
    oversold: {
      inside: a.oversold.inside + b.oversold.inside,
      outside: a.oversold.outside + b.oversold.outside,
    },
    spoiltOrders: a.spoiltOrders + b.spoiltOrders,
    calls: a.calls + b.calls,
    wrongFor: histogram,
  }
}
