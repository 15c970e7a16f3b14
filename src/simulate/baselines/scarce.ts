import { Chance } from "../chance"
import {
  hourMs,
  minuteMs,
  secondMs,
  type ChannelPlan,
  type Happening,
  type Scenario,
} from "../scenario/scenario"

const busyMs = 4 * hourMs
const channelIds = ["ch1", "ch2", "ch3", "ch4"]
const items = Array.from({ length: 8 }, (_, index) => `item${index + 1}`)

/**
 * An afternoon on which little is left of what many want: goods come in ones, twos and threes, and are sold within minutes.
 * Four marketplaces that send webhooks, of which a few get lost; answers that get lost; one short outage.
 */
export function scarceScenario(seed: number): Scenario {
  const chance = new Chance(`scarce ${seed}`)
  const kit = { id: "kit1", recipe: { item1: 1, item2: 1 } }
  const variants = [...items.map((item) => ({ id: `v-${item}`, recipe: { [item]: 1 } })), kit]
  const from = Math.floor(chance.random() * busyMs * 0.8)
  return {
    seed,
    noise: 0,
    busyMs,
    channels: channelIds.map((id, index) => channelOf(id, index)),
    variants,
    locations: ["loc1"],
    opening: items.map((item) => ({ item, location: "loc1", quantity: chance.whole(1, 4) })),
    happenings: happeningsOf(chance, [...variants.map(({ id }) => id)]),
    faults: [
      { kind: "outage", channel: chance.one(channelIds), from, to: from + chance.whole(1, 5) * minuteMs },
    ],
    crashes: [],
    workers: 2,
    network: { latencyMs: [40, 300], lostAnswers: 0.002, lostRequests: 0.002, landsLate: 0.3 },
  }
}

const channelOf = (id: string, index: number): ChannelPlan => ({
  id,
  write: "absolute",
  answer: index % 2 === 0 ? "sync" : "batch",
  batchMs: [300, 3_000],
  batchMax: 1000,
  refusals: { passing: 0, final: 0 },
  webhooks: { delayMs: [100, 1_500], lost: 0.01, twice: 0.02 },
  skewMs: 0,
  listLagMs: 500,
  pageSize: 100,
  pagePauseMs: 0,
  newestFirst: true,
  overlapMs: 5 * minuteMs,
  landsWithinMs: 15 * secondMs,
  identicalWithinMs: 0,
  freshnessSeconds: 10,
  restocks: index < 2,
  locations: ["loc1"],
  locationMode: "split",
  sharePercent: 100,
  buffer: 0,
  cap: null,
})

function happeningsOf(chance: Chance, variants: string[]): Happening[] {
  const happenings: Happening[] = []
  for (let at = 0; at < busyMs; at += chance.exponential(20 * secondMs))
    happenings.push(buy(chance, variants, at))
  for (let at = 0; at < busyMs; at += chance.exponential(75 * secondMs)) {
    const item = chance.one(items)
    const delta = chance.whole(1, 3)
    happenings.push({ at: Math.round(at), kind: "receive", item, location: "loc1", delta })
  }
  return happenings.sort((a, b) => a.at - b.at)
}

const buy = (chance: Chance, variants: string[], at: number): Happening => ({
  at: Math.round(at),
  kind: "buy",
  channel: chance.one(channelIds),
  lines: [{ variant: chance.one(variants), quantity: 1 }],
  paysAfterMs: null,
  cancel: chance.happens(0.05)
    ? { afterMs: Math.round(chance.exponential(20 * minuteMs)), part: "all" }
    : null,
  // Somebody picks it: until then a raw figure still counts it.
  shipAfterMs: Math.round(chance.between([15 * minuteMs, 60 * minuteMs])),
})
