import type { Outcome, StockWrite } from "../../contract"

/**
 * Figures travel in lanes that never wait for each other. `lowered`: sold out first, then less than before, then whatever
 * corrects a write that an order was missing from. `raised`: more than before, or shown for the first time.
 */
export const stockLanes = ["lowered", "raised"] as const
export type StockLane = (typeof stockLanes)[number]

/**
 * May a figure other than zero be written to this channel now? `open`: a complete reading of its orders counts, and all it
 * told is ingested. `ageing`: the same, and it is time for the next reading, so that nobody has to wait for it. `uningested`: not all
 * that was read is reserved yet. `lagging`: the same, and it is time for the next reading. `unread`: there is none to wait for.
 */
export type Gate = "open" | "ageing" | "uningested" | "lagging" | "unread"

export const isOpen = (gate: Gate): gate is "open" | "ageing" => gate === "open" || gate === "ageing"

/** A push whose answers are not all in. */
export interface OpenPush {
  id: string
  lane: StockLane
  state: "sending" | "pending" | "unknown"
  /** The marketplace's name for it, where it answers later. */
  batch: string | null
  /** How long ago it was sent, by the ledger's clock: a worker's own may be wrong. */
  age_ms: number
}

export interface ClaimRequest {
  lane: StockLane
  /** Zero goes also through a shut gate. */
  gateOpen: boolean
  /** With it the claim asks the gate once more: how old the reading that opens it may be by then (`freshness.ts`). */
  freshnessMs?: number
  /** How much may go in one request, and what the marketplace refuses to be told twice. */
  limits: { items: number; identicalWithinMs: number }
  /** Largest share of the channel's listings that may go to zero, or be raised, at once; null for no limit. */
  brakePercent: number | null
  /** The marketplace takes a figure only in place of the one it shows, so that it guards itself. */
  compareAndSet: boolean
}

export interface ClaimedPush {
  id: string
  writes: StockWrite[]
}

/** The marketplace's answer to one item, as the ledger keeps it. */
export interface SettledItem {
  external_id: string
  status: "accepted" | "rejected" | "moved"
  /** What the marketplace says it shows, where it says so. */
  value: number | null
  code: string | null
  message: string | null
  final: boolean
  retry_after_ms: number | null
}

export interface PushFailure {
  kind: string
  message: string
  /** It may have arrived: it is looked up before anything else is sent for these listings. */
  lost: boolean
  retryAfterMs: number
}

/**
 * The ledger as pushes see it. Every method is one atomic step, so that a process may die between any two of them. Times are
 * the ledger's own clock. The Postgres ledger implements it; so does the simulation's, and a test holds both to the same
 * answers.
 */
export interface StockLedger {
  gate(channelId: string, freshnessMs: number): Promise<Gate>
  /** Every figure is computed from stock as it is now; returns the channels that have something to push. */
  recompute(): Promise<string[]>
  openPushes(channelId: string): Promise<OpenPush[]>
  hasDue(channelId: string, lane: StockLane): Promise<boolean>
  /** Takes what is due and may go, writes down the push, and marks its listings as sent. Nothing else can take them. */
  claim(channelId: string, request: ClaimRequest): Promise<ClaimedPush | undefined>
  /** The answers that came with the request; `batch` when the rest comes later. */
  recordAnswers(
    push: { id: string; channelId: string },
    items: SettledItem[],
    end: { batch: string } | "ended" | "open",
  ): Promise<void>
  recordFailure(pushId: string, failure: PushFailure): Promise<void>
  /** What a push carried and has no answer for. From now on its outcome counts as unknown when `lost`. */
  unanswered(pushId: string, as: "pending" | "lost"): Promise<{ external_id: string; value: number }[]>
  /** No more answers will come: what has none is due again. */
  finish(pushId: string): Promise<void>
}

export function toSettled(externalId: string, outcome: Exclude<Outcome, { status: "pending" }>): SettledItem {
  const rejected = outcome.status === "rejected" ? outcome : undefined
  return {
    external_id: externalId,
    status: outcome.status,
    value: outcome.status === "rejected" ? null : (outcome.value ?? null),
    code: rejected?.code ?? null,
    message: rejected?.message ?? null,
    final: rejected?.final ?? false,
    retry_after_ms: rejected?.retryAfterMs ?? null,
  }
}
