import type { SettledReading } from "@serai/channels/engine/stock/freshness"
import type { StockLane } from "@serai/channels/engine/stock/stock-ledger"

/** The rows of the ledger's tables as far as stock needs them; times are the ledger's clock, in milliseconds. */
export interface Listing {
  id: number
  channelId: string
  externalId: string
  variantId: string
}

export type FigureState = "settled" | "due" | "sent" | "refused" | "unknown"

export interface Figure {
  listing: Listing
  state: FigureState
  desired: number | null
  desiredAt: number
  version: number
  /** 0 sold out, 1 lowered or correcting, 2 raised. */
  priority: number
  changedAt: number | null
  accepted: number | null
  acceptedAt: number | null
  sent: number | null
  sentPushId: string | null
  movedAt: number | null
  correcting: boolean
  shown: number | null
  shownAt: number | null
  retryAt: number | null
}

export interface PushItem {
  listing: Listing
  value: number
  outcome: "pending" | "unknown" | "accepted" | "rejected"
}

export interface Push {
  id: string
  channelId: string
  lane: StockLane
  state: "sending" | "pending" | "unknown" | "settled" | "failed"
  batch: string | null
  createdAt: number
  sentAt: number
  fingerprint: string
  zeroed: number
  raised: number
  items: Map<string, PushItem>
}

export interface Brake {
  channelId: string
  kind: BrakeKind
  state: "waiting" | "released" | "resolved"
  releasedThrough: number
  endedAt: number
}

export type BrakeKind = "zero" | "raise"

export interface Reading {
  readThrough: number | null
  began: number | null
  /** Of which something still waits in the inbox. */
  waiting: { began: number; ended: number }[]
  settled: SettledReading | null
}
