import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { CallLog } from "./call-log"
import type { SandboxClock } from "./clock"
import { controlRoutes } from "./control"
import { Faults } from "./faults"
import { jsonResponse, Refusal, type SandboxRequest, type SandboxResponse, type SandboxRoute } from "./http"
import { createRouter, type Match } from "./router"

export interface SandboxServerOptions {
  name: string
  routes: SandboxRoute[]
  clock: SandboxClock
  seed: number
  /** 0, the default, takes any free port. */
  port?: number
  /** Shared with what else of the sandbox misbehaves, e.g. its webhooks; made from `seed` when left out. */
  faults?: Faults
  /** Mounted under `/__sandbox`; neither faults nor limits touch them. */
  control?: SandboxRoute[]
  /** What the marketplace's gateway says in its own words. */
  answers: { tooMany(): SandboxResponse; unavailable(): SandboxResponse; notFound(): SandboxResponse }
  /** Added to `GET /__sandbox/stats`. */
  stats?: () => Record<string, unknown>
}

export interface SandboxServer {
  url: string
  clock: SandboxClock
  faults: Faults
  calls: CallLog
  close(): Promise<void>
}

/** Real HTTP on 127.0.0.1: what stands between a connector and a simulated marketplace is the same as in production. */
export async function createSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const calls = new CallLog()
  const faults = options.faults ?? new Faults(options.seed, options.clock)
  const stats = () => ({ name: options.name, calls: calls.summary(), ...options.stats?.() })
  const control = createRouter(controlRoutes(options.clock, faults, stats).concat(options.control ?? []))
  const gate = { options, calls, faults, route: createRouter(options.routes) }

  const server = createServer((request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?")
    const isControl = path.startsWith("/__sandbox/")
    const work = isControl
      ? answerControl(control(request.method ?? "GET", path.slice("/__sandbox".length)), request)
      : answer(gate, path, request)
    work.then(
      (sent) => send(response, sent),
      (error: unknown) => send(response, jsonResponse(500, { error: String(error) })),
    )
  })
  const url = await listen(server, options.port ?? 0)
  const close = () => stop(server, options.clock)
  return { url, clock: options.clock, faults, calls, close }
}

interface Gate {
  options: SandboxServerOptions
  calls: CallLog
  faults: Faults
  route: (method: string, path: string) => Match | null
}

/** The response, or null when the caller shall get none. */
async function answer(gate: Gate, path: string, message: IncomingMessage): Promise<SandboxResponse | null> {
  const { calls, faults, options } = gate
  const match = gate.route(message.method ?? "GET", path)
  const endpoint = match?.route.endpoint ?? "unknown"
  const body = await textOf(message)
  const latencyMs = faults.latencyMs()
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
  const outage = faults.outage()
  if (outage === "reset") {
    calls.record(endpoint, "reset")
    return null
  }
  const response = outage
    ? options.answers.unavailable()
    : faults.storming()
      ? options.answers.tooMany()
      : await handled(match, requestOf(message, match, body), () => options.answers.notFound())
  if (!outage && faults.strikes("lostAnswer")) {
    calls.record(endpoint, "lost")
    return null
  }
  calls.record(endpoint, response.status)
  return response
}

async function answerControl(match: Match | null, message: IncomingMessage): Promise<SandboxResponse> {
  const body = await textOf(message)
  const notFound = () => jsonResponse(404, { error: "no such control route" })
  return handled(match, requestOf(message, match, body), notFound)
}

async function handled(
  match: Match | null,
  request: SandboxRequest,
  notFound: () => SandboxResponse,
): Promise<SandboxResponse> {
  if (!match) return notFound()
  try {
    return await match.route.handle(request)
  } catch (error) {
    if (error instanceof Refusal) return error.response
    throw error
  }
}

function requestOf(message: IncomingMessage, match: Match | null, body: string): SandboxRequest {
  const url = new URL(message.url ?? "/", "http://sandbox")
  return {
    method: message.method ?? "GET",
    path: url.pathname,
    params: match?.params ?? {},
    query: url.searchParams,
    headers: message.headers,
    body,
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  // An IncomingMessage without an encoding yields buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

function send(response: ServerResponse, sent: SandboxResponse | null): void {
  if (!sent) {
    response.socket?.destroy()
    return
  }
  response.writeHead(sent.status, { "content-type": sent.contentType })
  response.end(sent.body)
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", () => {
      // A TCP server's address is an AddressInfo.
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}

function stop(server: Server, clock: SandboxClock): Promise<void> {
  clock.stop()
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
