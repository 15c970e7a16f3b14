import type { IncomingHttpHeaders } from "node:http"
import { z } from "zod"
import { wireJson } from "./wire"

export interface SandboxRequest {
  method: string
  path: string
  /** What the pattern's `:names` matched. */
  params: Record<string, string>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** The text as it came; empty when there was none. */
  body: string
}

export interface SandboxResponse {
  status: number
  contentType: string
  body: string
}

export interface SandboxRoute {
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** "/sellers/:sellerId/orders" */
  path: string
  /** The endpoint's name in counters and rate limits. */
  endpoint: string
  handle(request: SandboxRequest): SandboxResponse | Promise<SandboxResponse>
}

/** `WireNumber`s keep their digits: 498.90 stays 498.90. */
export const jsonResponse = (status: number, value: unknown): SandboxResponse => ({
  status,
  contentType: "application/json;charset=UTF-8",
  body: wireJson(value),
})

export const textResponse = (status: number, body: string): SandboxResponse => ({
  status,
  contentType: "text/plain;charset=UTF-8",
  body,
})

/** Thrown anywhere below a route: the marketplace says no. */
export class Refusal extends Error {
  constructor(readonly response: SandboxResponse) {
    super(`refused with ${response.status}`)
  }
}

export function param(request: SandboxRequest, name: string): string {
  const value = request.params[name]
  if (value === undefined) throw new Error(`the route of ${request.path} has no :${name}`)
  return value
}

/** Reads the JSON body of a control route; says in the 400 what does not fit. */
export function readControl<T>(request: SandboxRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parsedJson(request.body))
  if (parsed.success) return parsed.data
  throw new Refusal(jsonResponse(400, { error: z.prettifyError(parsed.error) }))
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text) as unknown
  } catch (error) {
    throw new Refusal(jsonResponse(400, { error: `The body is not JSON: ${String(error)}` }))
  }
}
