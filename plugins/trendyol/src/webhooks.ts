import { createHash, timingSafeEqual } from "node:crypto"
import {
  ChannelError,
  parseJson,
  parseWith,
  type InboxFact,
  type WebhookRegistration,
  type WebhookRequest,
} from "@serai/channels/contract"
import { TrendyolClient, type TrendyolSession } from "./client"
import { packageFact } from "./mapper"
import { packagePage } from "./schemas"

/** developers.trendyol.com/docs/webhook-model: a url must not contain these; we assume in any case of letters. */
const forbiddenWords = ["trendyol", "dolap", "localhost"]

/** No list of statuses: all of them, those yet to be invented included. */
export async function registerWebhook(
  session: TrendyolSession,
  url: string,
  secret: string,
): Promise<WebhookRegistration> {
  const word = forbiddenWords.find((forbidden) => url.toLowerCase().includes(forbidden))
  if (word !== undefined) {
    throw new ChannelError(
      "rejected",
      `Trendyol refuses webhook urls that contain "${word}"; give ${url} another host name or path`,
      { code: "forbidden_url", operation: "create-webhook" },
    )
  }
  const body = JSON.stringify({ url, authenticationType: "API_KEY", apiKey: secret, subscribedStatuses: [] })
  const { id } = await new TrendyolClient(session).createWebhook(body)
  return { externalId: id, url, active: true }
}

/** A webhook whose deliveries failed for long is PASSIVE until someone activates it; events in between are lost to it. */
export async function listWebhooks(session: TrendyolSession): Promise<WebhookRegistration[]> {
  const hooks = await new TrendyolClient(session).listWebhooks()
  return hooks.map(({ id, url, status }) => ({ externalId: id, url, active: status === "ACTIVE" }))
}

/** The key as Trendyol sends it, or the password of a hook that was registered by hand with Basic authentication. */
export function verifyWebhook({ headers }: WebhookRequest, secret: string): boolean {
  const presented = headers["x-api-key"] ?? basicPassword(headers.authorization)
  return secret !== "" && presented !== null && timingSafeEqual(digest(presented), digest(secret))
}

/** Digests have one length, so comparing them tells nothing about the secret's. */
const digest = (text: string) => createHash("sha256").update(text).digest()

function basicPassword(authorization: string | undefined): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "")?.[1]
  if (encoded === undefined) return null
  const pair = Buffer.from(encoded, "base64").toString("utf8")
  const colon = pair.indexOf(":")
  return colon < 0 ? null : pair.slice(colon + 1)
}

/** A delivery is the order list's envelope: one fact per package, whatever the number. */
export function readWebhook(rawBody: Buffer): InboxFact[] {
  const what = "A Trendyol webhook"
  const page = parseWith(packagePage, what, parseJson(what, utf8(rawBody)))
  return page.content.map(packageFact)
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ChannelError("contract", "A Trendyol webhook is not UTF-8 text", { cause })
  }
}
