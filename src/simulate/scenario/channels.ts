import type { Chance } from "../chance"
import { minuteMs, secondMs, type ChannelPlan } from "./scenario"

export function channelsOf(chance: Chance, locations: string[]): ChannelPlan[] {
  return Array.from({ length: chance.whole(1, 5) }, (_, index) =>
    channelOf(chance, { id: `ch${index + 1}`, locations, mayCompare: index > 0 }),
  )
}

interface Place {
  id: string
  locations: string[]
  mayCompare: boolean
}

function channelOf(chance: Chance, { id, locations, mayCompare }: Place): ChannelPlan {
  const compares = mayCompare && chance.happens(0.15)
  const batch = !compares && chance.happens(0.5)
  const refusesRepeats = !compares && chance.happens(0.5)
  return {
    id,
    write: compares ? "compare-and-set" : "absolute",
    answer: batch ? "batch" : "sync",
    batchMs: chance.one([
      [200, 2_000],
      [1_000, 20_000],
    ]),
    batchMax: chance.one([2, 50, 1000]),
    refusals: { passing: chance.one([0, 0, 0.03]), final: chance.one([0, 0, 0.01]) },
    webhooks: webhooksOf(chance),
    skewMs: chance.happens(0.5) ? 0 : chance.whole(-10, 10) * minuteMs,
    listLagMs: chance.one([0, 0, 500, 5 * secondMs]),
    pageSize: chance.one([2, 10, 100]),
    pagePauseMs: chance.one([0, 0, 5 * secondMs]),
    newestFirst: chance.happens(0.5),
    overlapMs: 5 * minuteMs,
    landsWithinMs: chance.one([15, 60]) * secondMs,
    identicalWithinMs: refusesRepeats ? 15 * minuteMs : 0,
    freshnessSeconds: chance.one([10, 10, 3, 30]),
    restocks: chance.happens(0.5),
    locations,
    ...rulesOf(chance),
  }
}

function webhooksOf(chance: Chance): ChannelPlan["webhooks"] {
  return chance.one<ChannelPlan["webhooks"]>([
    { delayMs: [50, 1_000], lost: 0.01, twice: 0.05 },
    { delayMs: [50, 1_000], lost: 0.01, twice: 0.05 },
    { delayMs: [1_000, 3 * minuteMs], lost: 0.1, twice: 0.3 },
    null,
  ])
}

function rulesOf(chance: Chance) {
  return {
    locationMode: chance.one(["split", "split", "single"] as const),
    sharePercent: chance.one([100, 100, 100, 50]),
    buffer: chance.one([0, 0, 0, 1]),
    cap: chance.one([null, null, null, 5]),
  }
}
