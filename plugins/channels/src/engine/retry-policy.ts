import type { ErrorKind } from "../contract"

/**
 * What a failed job does next. `retry`: the runner tries again with growing pauses. `stop`: nothing is sent for this
 * channel until a person acts or `authPauseMs` has passed. `report`: shown on the channel; the next schedule tries again.
 */
export type Reaction = "retry" | "stop" | "report"

export const reactions: Record<ErrorKind, Reaction> = {
  auth: "stop",
  rate_limited: "retry",
  rejected: "report",
  not_found: "report",
  conflict: "retry",
  unavailable: "retry",
  unknown_outcome: "retry",
  contract: "report",
}

/** Credentials that stopped working are tried again this often: somebody may have repaired them over there. */
export const authPauseMs = 5 * 60_000
