import { integerBetween } from "@serai/channels/sandbox-kit"

/** Uniform in [0, 1). */
type Random = () => number

/** What is done to the shop, in words for the report. */
export const blows = {
  "kill-server": "kill -9 of the server",
  "kill-worker": "kill -9 of a worker",
  "restart-postgres": "Postgres restarted (fast)",
  "crash-postgres": "Postgres stopped at once, and recovering from its log",
  "cut-marketplace": "network to and from the marketplace cut",
  "stall-marketplace": "network to and from the marketplace silent",
  "cut-database": "network between one process and Postgres cut",
  "stall-database": "network between one process and Postgres silent",
  "fill-log": "disk of the server's and the workers' logs full",
  storm: "storm of 429 answers",
  outage: "marketplace away",
} as const

export type BlowKind = keyof typeof blows

export interface Blow {
  kind: BlowKind
  /** Milliseconds after the siege began. */
  at: number
  /** How long until it is healed, or what was killed is started again. */
  forMs: number
  /** A number that picks whom it strikes, where there is a choice. */
  pick: number
}

const kinds = Object.keys(blows) as BlowKind[]
/** One blow in this time, as long as each comes once: the house gets back on its feet in between. */
const apartMs = 75_000
const shortestMs = 2_000
const longestMs = 20_000

/** Every kind of blow equally often and at least once, at moments that the seed alone decides. */
export function planBlows(random: Random, durationMs: number): Blow[] {
  const rounds = Math.max(1, Math.floor(durationMs / (kinds.length * apartMs)))
  const order = Array.from({ length: rounds }, () => shuffled(random, kinds)).flat()
  const slot = durationMs / (order.length + 1)
  return order.map((kind, index) => ({
    kind,
    // The first slot is calm.
    at: Math.round((index + 1 + random() * 0.3) * slot),
    forMs: integerBetween(random, shortestMs, Math.max(shortestMs, Math.min(longestMs, slot / 3))),
    pick: Math.floor(random() * 1_000),
  }))
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: random() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}
