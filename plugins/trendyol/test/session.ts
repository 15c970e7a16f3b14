import { createHttpClient, type Limit } from "@serai/channels/contract"
import { Response, type RequestInfo, type RequestInit } from "undici"
import { TrendyolChannel, type TrendyolOptions } from "../src/channel"
import type { TrendyolSession } from "../src/client"
import { trendyolCredentials } from "../src/credentials"

export interface SentRequest {
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body: string | null
}

export type Answer = string | { status: number; body: string; headers?: Record<string, string> } | Error

export interface TestSession {
  channel: TrendyolChannel
  session: TrendyolSession
  sent: SentRequest[]
  /** The limits each request waited for. */
  acquired: Limit[][]
  warnings: string[]
}

const baseUrl = "https://trendyol.test/integration"

/** A session whose network is `answer` and whose clock stands still at `now`. */
export function testSession(
  answer: (request: SentRequest) => Answer,
  settings: { now?: number; credentials?: Record<string, string>; options?: TrendyolOptions } = {},
): TestSession {
  const channel = new TrendyolChannel({}, { baseUrl, ...settings.options })
  const credentials = trendyolCredentials.parse({
    sellerId: "4711",
    apiKey: "key",
    apiSecret: "secret",
    ...settings.credentials,
  })
  const sent: SentRequest[] = []
  const acquired: Limit[][] = []
  const warnings: string[] = []
  const runtime = {
    now: () => settings.now ?? 1_790_000_000_000,
    random: () => 0,
    sleep: () => Promise.resolve(),
    fetch: (input: RequestInfo, init: RequestInit = {}) => respond(answer, record(sent, input, init)),
  }
  const http = createHttpClient({
    ...channel.transport(credentials),
    channel: "chan_test",
    account: channel.account(credentials),
    limits: channel.traits.limits,
    limiter: {
      acquire: (_account, limits) => {
        acquired.push(limits)
        return Promise.resolve()
      },
      pause: () => Promise.resolve(),
    },
    runtime,
    readFailure: (failure) => channel.readFailure(failure),
  })
  const quiet = () => undefined
  const log = {
    debug: quiet,
    info: quiet,
    error: quiet,
    warn: (message: string) => void warnings.push(message),
  }
  return {
    channel,
    session: { channelId: "chan_1", credentials, http, runtime, log },
    sent,
    acquired,
    warnings,
  }
}

function record(sent: SentRequest[], input: RequestInfo, init: RequestInit): SentRequest {
  if (typeof input !== "string") throw new Error("the client sends text urls")
  const url = new URL(input)
  const request = {
    method: init.method ?? "GET",
    path: url.pathname.replace("/integration", ""),
    query: Object.fromEntries(url.searchParams),
    headers: init.headers as Record<string, string>,
    body: typeof init.body === "string" ? init.body : null,
  }
  sent.push(request)
  return request
}

async function respond(answer: (request: SentRequest) => Answer, request: SentRequest): Promise<Response> {
  await Promise.resolve()
  const given = answer(request)
  if (given instanceof Error) throw given
  return typeof given === "string"
    ? new Response(given)
    : new Response(given.body, { status: given.status, headers: given.headers ?? {} })
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
