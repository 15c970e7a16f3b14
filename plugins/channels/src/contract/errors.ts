/**
 * The closed list of what can go wrong between us and a marketplace. A connector maps every vendor code to one of these
 * in one table (`errors.ts`); the engine maps every kind to one retry policy. Nobody else decides.
 */
export const errorKinds = [
  /** Credentials are wrong, expired or lack a scope. Retrying does not help; a person must act. */
  "auth",
  /** A limit was reached; `retryAfterMs` says when to come back, if they told us. */
  "rate_limited",
  /** Their rule, our data: the request was understood and refused. */
  "rejected",
  "not_found",
  /** The thing changed under us; read it again, then decide. */
  "conflict",
  /** Nothing was done (5xx on a read, connection refused); safe to repeat. */
  "unavailable",
  /** A write whose answer was lost: it may or may not have happened. Look it up before doing it again. */
  "unknown_outcome",
  /** Their answer no longer matches its schema. */
  "contract",
] as const

export type ErrorKind = (typeof errorKinds)[number]

export interface ChannelErrorDetails {
  /** The vendor's own code, if there is one. */
  code?: string
  /** What we were doing: the endpoint's name, e.g. "price-and-inventory". */
  operation?: string
  status?: number
  requestId?: string
  retryAfterMs?: number
  cause?: unknown
}

/** Messages are shown to operators: they never contain credentials or buyers' data. */
export class ChannelError extends Error {
  readonly kind: ErrorKind
  readonly code: string | undefined
  readonly operation: string | undefined
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(kind: ErrorKind, message: string, details: ChannelErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = "ChannelError"
    this.kind = kind
    this.code = details.code
    this.operation = details.operation
    this.status = details.status
    this.requestId = details.requestId
    this.retryAfterMs = details.retryAfterMs
  }
}
