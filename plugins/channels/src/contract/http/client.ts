import { ChannelError } from "../errors"
import type { Limit, Limiter } from "../limits"
import type { Runtime } from "../runtime"
import { retryDecision, type RetryOptions, defaultRetry } from "./retry"

export interface HttpRequest<T> {
  /** The endpoint's name in logs, metrics and errors. */
  operation: string
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** Relative to the transport's base URL. */
  path: string
  query?: Record<string, string | number | boolean | undefined>
  headers?: Record<string, string>
  /** Already serialised; sent as JSON. */
  body?: string
  /** Groups of `traits.limits` this request counts against. */
  groups: string[]
  /** Does it change something? The answer of a write can be lost, which is its own kind of error. */
  write: boolean
  /** Called when the request really goes out, after every wait for a limit; again for every attempt. */
  onSend?: () => void
  /** From the raw text of a 2xx to what the caller wants; parse and validate here. */
  read: (text: string) => T
}

export interface HttpClient {
  send<T>(request: HttpRequest<T>): Promise<T>
}

/** What a marketplace answered when it was not 2xx. */
export interface HttpFailure {
  operation: string
  status: number
  body: string
  header(name: string): string | null
  write: boolean
}

export interface HttpClientOptions {
  baseUrl: string
  headers: Record<string, string>
  /** Who shares the limits. */
  account: string
  /** Who has those limits for itself that are counted per channel. */
  channel: string
  limits: Limit[]
  limiter: Limiter
  runtime: Runtime
  /** The connector's table: vendor answer → kind. */
  readFailure: (failure: HttpFailure) => ChannelError
  timeoutMs?: number
  retry?: RetryOptions
  signal?: AbortSignal
  /** Nobody waits for these requests: they leave part of every limit to others. */
  canWait?: boolean
  /** Called once per attempt; for counting calls and tracing. */
  onAttempt?: (attempt: { operation: string; status: number | null; durationMs: number }) => void
}

const defaultTimeoutMs = 30_000

/** `read(retried(limited(once)))`: each layer does one thing, and the caller sees one function. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const limitsOf = (groups: string[]) => options.limits.filter((limit) => groups.includes(limit.group))

  async function limited(request: HttpRequest<unknown>): Promise<string> {
    const limits = limitsOf(request.groups)
    const { signal, canWait } = options
    const waiting = { ...(signal && { signal }), ...(canWait && { canWait }) }
    for (const [who, theirs] of sharedBy(options, limits)) {
      if (theirs.length > 0) await options.limiter.acquire(who, theirs, waiting)
    }
    request.onSend?.()
    return once(request, options)
  }

  async function retried(request: HttpRequest<unknown>): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await limited(request)
      } catch (error) {
        if (!(error instanceof ChannelError)) throw error
        const decision = retryDecision(
          error,
          attempt,
          options.retry ?? defaultRetry,
          options.runtime.random(),
        )
        if (error.kind === "rate_limited") await pauseGroups(request, decision.waitMs)
        if (!decision.retry) throw error
        await options.runtime.sleep(decision.waitMs, options.signal)
      }
    }
  }

  async function pauseGroups(request: HttpRequest<unknown>, waitMs: number): Promise<void> {
    const until = options.runtime.now() + waitMs
    const limits = limitsOf(request.groups)
    await Promise.all(
      sharedBy(options, limits).flatMap(([who, theirs]) =>
        theirs.map(({ group }) => options.limiter.pause(who, group, until)),
      ),
    )
  }

  return { send: async (request) => request.read(await retried(request)) }
}

/** Whose counter each limit has. */
const sharedBy = (
  { account, channel }: HttpClientOptions,
  limits: Limit[],
): [who: string, limits: Limit[]][] => [
  [account, limits.filter((limit) => limit.per !== "channel")],
  [`${account} ${channel}`, limits.filter((limit) => limit.per === "channel")],
]

async function once(request: HttpRequest<unknown>, options: HttpClientOptions): Promise<string> {
  const startedAt = options.runtime.now()
  const report = (status: number | null) =>
    options.onAttempt?.({
      operation: request.operation,
      status,
      durationMs: options.runtime.now() - startedAt,
    })
  const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs)
  let text: string
  let response
  try {
    response = await options.runtime.fetch(urlOf(options.baseUrl, request), {
      method: request.method,
      headers: {
        ...options.headers,
        ...(request.body && { "content-type": "application/json" }),
        ...request.headers,
      },
      body: request.body ?? null,
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    })
    text = await response.text()
  } catch (cause) {
    report(null)
    throw lostConnection(request, cause)
  }
  report(response.status)
  if (response.ok) return text
  const { headers, status } = response
  throw options.readFailure({
    operation: request.operation,
    status,
    body: text,
    header: (name) => headers.get(name),
    write: request.write,
  })
}

function urlOf(baseUrl: string, request: HttpRequest<unknown>): string {
  const url = new URL(baseUrl.replace(/\/$/, "") + request.path)
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url.toString()
}

/** Codes after which we know that nothing reached the other side. */
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])

function lostConnection(request: HttpRequest<unknown>, cause: unknown): ChannelError {
  const code = connectionCode(cause)
  const reached = !neverSent.has(code)
  const kind = request.write && reached ? "unknown_outcome" : "unavailable"
  const consequence = kind === "unknown_outcome" ? "; it may or may not have been carried out" : ""
  return new ChannelError(kind, `No answer to ${request.operation} (${code})${consequence}`, {
    operation: request.operation,
    code,
    cause,
  })
}

function connectionCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown"
  const inner = cause.cause
  if (inner instanceof Error && "code" in inner) return String(inner.code)
  return "code" in cause ? String(cause.code) : cause.name
}
