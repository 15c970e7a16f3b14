import { manualClock, type SandboxClock } from "@serai/channels/sandbox-kit"
import { createTrendyolSandbox, type TrendyolSandbox, type TrendyolSandboxOptions } from "../src/sandbox"

export const seller = { sellerId: 2738, apiKey: "key-of-2738", apiSecret: "secret-of-2738" }
const other = { sellerId: 9001, apiKey: "key-of-9001", apiSecret: "secret-of-9001" }

type Json = Record<string, unknown>

export interface Answer {
  status: number
  text: string
  /** The body as the test expects it; the sandbox's own types are not used, the wire is what is tested. */
  json<T = Json>(): T
}

export interface CallOptions {
  body?: unknown
  headers?: Record<string, string>
  without?: string
}

export interface SandboxWorld extends TrendyolSandbox {
  clock: SandboxClock
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  control(method: string, path: string, body?: unknown): Promise<Answer>
}

/** A sandbox that stands still in time, with two sellers and a few products. */
export async function sandboxWorld(options: TrendyolSandboxOptions = {}): Promise<SandboxWorld> {
  const clock = manualClock(Date.parse("2026-10-01T09:00:00Z"))
  const sandbox = await createTrendyolSandbox({ clock, webhookConcurrency: 1, ...options })
  sandbox.putSeller({ ...seller, storefronts: ["TR", "RO"] })
  sandbox.putSeller(other)
  sandbox.putProducts(seller.sellerId, [
    { barcode: "8683772071724", title: "Tepsi", quantity: 10, salePrice: "498.90" },
    { barcode: "B-2", contentId: 500, quantity: 5, salePrice: 20 },
    { barcode: "B-3", contentId: 500, quantity: 5, salePrice: 0.1 },
    { barcode: "ARCHIVED", quantity: 5, archived: true },
    { barcode: "LOCKED", quantity: 5, locked: true },
    { barcode: "WAITING", quantity: 5, approval: "pendingApproval" },
  ])
  const send = async (url: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url, init)
    const text = await response.text()
    // Tests say what they expect of the wire.
    return { status: response.status, text, json: <T>() => JSON.parse(text) as T }
  }
  return {
    ...sandbox,
    call: (method, path, { body, headers, without } = {}) => {
      const all = new Headers({ ...sellerHeaders, ...headers })
      if (without) all.delete(without)
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body)
      return send(sandbox.baseUrl + path, { method, headers: all, ...(text !== undefined && { body: text }) })
    },
    control: (method, path, body) =>
      send(`${sandbox.url}/__sandbox${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

export const basic = ({ apiKey, apiSecret }: { apiKey: string; apiSecret: string }) =>
  `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`

const sellerHeaders = { authorization: basic(seller), "user-agent": "2738 - SelfIntegration" }

export const otherSellerHeaders = { authorization: basic(other) }
