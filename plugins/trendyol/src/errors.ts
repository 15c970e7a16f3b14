import { ChannelError, parseJson, type ErrorKind, type HttpFailure } from "@serai/channels/contract"
import { z } from "zod"

/** What can be read from any of the shapes in which Trendyol refuses. */
interface Answer {
  status: number
  write: boolean
  keys: string[]
  /** Their words, or the raw text when it is neither JSON nor a web page. */
  text: string
}

interface Row {
  when: (answer: Answer) => boolean
  kind: ErrorKind | ((answer: Answer) => ErrorKind)
  code?: string
  /** What the operator should know or do, where Trendyol's words do not say it. */
  advice?: string
}

const status =
  (...codes: number[]) =>
  (answer: Answer) =>
    codes.includes(answer.status)
const key =
  (...names: string[]) =>
  (answer: Answer) =>
    answer.keys.some((name) => names.includes(name))

/** A read that failed did nothing; a write that failed on their side may have been carried out. */
const lostOrNothing = (answer: Answer): ErrorKind => (answer.write ? "unknown_outcome" : "unavailable")

/** The first row that fits decides. developers.trendyol.com/docs/hata-kodları, read 2026-09-28. */
const table: Row[] = [
  {
    // "15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!": the first request with this body was received.
    when: ({ text }) => /15\s+dakika/i.test(text) && /ayn[ıi]\s+iste/i.test(text),
    kind: "unknown_outcome",
    code: "duplicate_request",
    advice: "The same request was received less than 15 minutes ago; look up what it did",
  },
  { when: status(401), kind: "auth", advice: "Check the API key, the API secret and the seller id" },
  {
    when: key("supplier.api.supplier.not.found", "invalid.storefrontcode"),
    kind: "auth",
    advice: "Check the seller id and the storefront",
  },
  {
    when: status(403),
    kind: "auth",
    advice: "Trendyol refused the caller: check the integrator name, and on the stage host the registered IP",
  },
  { when: ({ status, keys, text }) => isTooMany(status, keys, text), kind: "rate_limited" },
  { when: status(404), kind: "not_found" },
  { when: status(409), kind: "conflict" },
  { when: status(405, 410, 426), kind: "contract", advice: "Trendyol has closed or moved this endpoint" },
  {
    when: status(503),
    kind: lostOrNothing,
    advice: "On the stage host this means that this server's IPv4 address is not registered",
  },
  { when: status(504), kind: lostOrNothing, advice: "Trendyol advises to split the request" },
  { when: (answer) => answer.status >= 500, kind: lostOrNothing },
  { when: () => true, kind: "rejected" },
]

const isTooMany = (code: number, keys: string[], text: string) =>
  code === 429 || keys.includes("too.many.requests") || text.includes("too.many.requests")

/** No Retry-After is documented; half of the ten-second window frees half of the calls. */
const pauseAfterTooManyMs = 5_000

export function readFailure(failure: HttpFailure): ChannelError {
  const answer = readAnswer(failure)
  const row = table.find(({ when }) => when(answer))
  const kind = typeof row?.kind === "function" ? row.kind(answer) : (row?.kind ?? "rejected")
  const words = row?.advice === undefined ? answer.text : `${answer.text} (${row.advice})`
  const code = row?.code ?? answer.keys[0]
  return new ChannelError(kind, `Trendyol answered ${failure.operation} with ${failure.status}: ${words}`, {
    operation: failure.operation,
    status: failure.status,
    ...(code !== undefined && { code }),
    ...(kind === "rate_limited" && { retryAfterMs: retryAfterMs(failure.header("retry-after")) }),
  })
}

function retryAfterMs(header: string | null): number {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : pauseAfterTooManyMs
}

const optionalText = z.string().optional().catch(undefined)

/** The union of the documented shapes; a field of another type is as good as absent. */
const refusal = z.object({
  errors: z
    .array(z.object({ key: optionalText, message: optionalText }).catch({}))
    .optional()
    .catch(undefined),
  exception: optionalText,
  error: optionalText,
  message: optionalText,
  key: optionalText,
})

const longest = 300

function readAnswer({ status, write, body }: HttpFailure): Answer {
  const parsed = refusal.safeParse(jsonOrNull(body))
  if (!parsed.success) return { status, write, keys: [], text: plainWords(body) }
  const { errors = [], exception, error, message, key: topKey } = parsed.data
  const keys = [...errors.map((item) => item.key), topKey, exception].filter((name) => name !== undefined)
  const messages = [...errors.map((item) => item.message), message, error].filter(Boolean)
  const words = messages.join("; ") || keys.join("; ") || "no explanation"
  return { status, write, keys, text: words.slice(0, longest) }
}

function jsonOrNull(body: string): unknown {
  try {
    return parseJson("an error", body)
  } catch {
    return null
  }
}

function plainWords(body: string): string {
  const text = body.trim()
  if (text === "") return "an empty body"
  return /^<|<html/i.test(text) ? "a web page instead of an answer" : text.slice(0, longest)
}
