/** A shop, its marketplaces and all that happens to them: plain data, so that it can be made smaller and told again. */
export interface Scenario {
  seed: number
  /** Another number lets chance fall differently on the way, with the same plan. */
  noise: number
  /** Buyers buy and faults last until here; then everything must come to rest. */
  busyMs: number
  channels: ChannelPlan[]
  variants: VariantPlan[]
  locations: string[]
  opening: { item: string; location: string; quantity: number }[]
  happenings: Happening[]
  faults: Fault[]
  crashes: Crash[]
  workers: number
  network: NetworkPlan
}

export interface VariantPlan {
  id: string
  /** Pieces of each item in one; kits in kits are flattened. */
  recipe: Record<string, number>
}

export interface ChannelPlan {
  id: string
  write: "absolute" | "compare-and-set"
  answer: "sync" | "batch"
  /** How long a batch waits before it is carried out. */
  batchMs: [low: number, high: number]
  batchMax: number
  /** How likely an item of a write is refused for now, and for good. */
  refusals: { passing: number; final: number }
  webhooks: { delayMs: [low: number, high: number]; lost: number; twice: number } | null
  /** Its clock less ours. */
  skewMs: number
  /** How long an order is missing from its list. */
  listLagMs: number
  pageSize: number
  /** How long it wants to be left alone between two pages. */
  pagePauseMs: number
  /** Its list begins with the newest change. */
  newestFirst: boolean
  overlapMs: number
  landsWithinMs: number
  identicalWithinMs: number
  freshnessSeconds: number
  /** Does a cancellation put the pieces back on its own shelf? */
  restocks: boolean
  locations: string[]
  locationMode: "split" | "single"
  sharePercent: number
  buffer: number
  cap: number | null
}

export interface NetworkPlan {
  /** Milliseconds one way, most of the time. */
  latencyMs: [low: number, high: number]
  /** How likely an answer is lost although the request was carried out, and the request itself. */
  lostAnswers: number
  lostRequests: number
  /** Of lost writes, how many are carried out late. */
  landsLate: number
}

export interface Line {
  variant: string
  quantity: number
}

export type Happening =
  | {
      at: number
      kind: "buy"
      channel: string
      lines: Line[]
      /** Waits for its payment first; null where it does not. */
      paysAfterMs: number | null
      cancel: { afterMs: number; part: "all" | "some" } | null
      shipAfterMs: number | null
    }
  | { at: number; kind: "receive" | "count"; item: string; location: string; delta: number }
  /** Sold on the shop's own site: Medusa reserves it like any order. */
  | { at: number; kind: "elsewhere"; item: string; quantity: number }

export interface Fault {
  kind: "outage" | "storm" | "lost answers" | "slow"
  channel: string
  from: number
  to: number
}

/** The process that takes the n-th step of all dies in it: before what it does there, or after. */
export interface Crash {
  step: number
  before: boolean
  downMs: number
}

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
