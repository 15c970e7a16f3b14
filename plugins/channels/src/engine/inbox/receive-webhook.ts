import { createHash } from "node:crypto"
import { ChannelError, type InboxFact, type WebhookRequest } from "../../contract"
import type { Sql } from "../../ledger/data-source"
import { recordRefusedWebhook, recordWebhook, storeDeadFact, storeFacts } from "../../ledger/inbox"
import type { ChannelModuleService, ChannelRecord } from "../../modules/channel/service"

export interface WebhookDelivery extends WebhookRequest {
  marketplace: string
  channelId: string
  /** Set when the body was longer than the server reads; `rawBody` then holds its beginning. */
  tooLong?: { bytes: number }
}

export type WebhookReceipt =
  | { status: "stored"; facts: number; new: number }
  /** Stored, but nobody can read it: it waits in the inbox with its reason. */
  | { status: "dead"; reason: string }
  | { status: "unknown_channel" }
  | { status: "refused" }
  | { status: "too_long"; reason: string }

export interface ReceiveDependencies {
  sql: Sql
  channels: ChannelModuleService
  now: () => number
}

/** Stands for the marketplace in the address we register: Trendyol, for one, refuses addresses that name it. */
export const anyMarketplace = "channel"

/** How long a channel's row is remembered between deliveries; a rotated secret takes this long to matter. */
const channelCacheMs = 5_000
const keptOfTooLong = 2_000
/** How often "the last webhook came at" is written; a statement more per delivery would wait for the disk twice. */
const noteEveryMs = 1_000

/** Verify, store, answer. The caller answers 2xx only after this returned, which is after the commit. */
export function createWebhookReceiver({ sql, channels, now }: ReceiveDependencies) {
  const cache = new Map<
    string,
    { at: number; channel: ChannelRecord | undefined; secret: string | undefined }
  >()

  async function lookUp(channelId: string) {
    const known = cache.get(channelId)
    if (known && now() - known.at < channelCacheMs) return known
    const [channel] = await channels.listChannels({ id: channelId })
    const entry = { at: now(), channel, secret: channel && channels.webhookSecretOf(channel) }
    cache.set(channelId, entry)
    return entry
  }

  const notedAt = new Map<string, number>()

  async function noteArrival(channelId: string): Promise<void> {
    if (now() - (notedAt.get(channelId) ?? -Infinity) < noteEveryMs) return
    notedAt.set(channelId, now())
    await recordWebhook(sql, channelId)
  }

  return async function receiveWebhook(delivery: WebhookDelivery): Promise<WebhookReceipt> {
    const { channel, secret } = await lookUp(delivery.channelId)
    if (!channel || !secret || ![channel.marketplace, anyMarketplace].includes(delivery.marketplace)) {
      return { status: "unknown_channel" }
    }
    const { webhooks } = channels.marketplace(channel.marketplace).provider
    if (!webhooks) return { status: "unknown_channel" }
    if (!webhooks.verify(delivery, secret, now())) {
      await recordRefusedWebhook(sql, channel.id, "the key or signature does not match this channel's")
      return { status: "refused" }
    }
    if (delivery.tooLong) return storeTooLong(sql, channel.id, delivery)
    const receipt = await storeDelivery(sql, channel.id, { delivery, read: (body) => webhooks.read(body) })
    if (receipt.status === "stored") await noteArrival(channel.id)
    return receipt
  }
}

async function storeTooLong(sql: Sql, channelId: string, delivery: WebhookDelivery): Promise<WebhookReceipt> {
  const reason = `The body has ${delivery.tooLong?.bytes ?? 0} bytes, more than this server reads; only its beginning was kept. The next poll brings the orders in it.`
  const beginning = delivery.rawBody.subarray(0, keptOfTooLong)
  await storeDeadFact(sql, channelId, { ...deadFact(beginning), code: "too_long", reason })
  return { status: "too_long", reason }
}

async function storeDelivery(
  sql: Sql,
  channelId: string,
  { delivery, read }: { delivery: WebhookDelivery; read: (body: Buffer) => InboxFact[] },
): Promise<WebhookReceipt> {
  let facts: InboxFact[]
  try {
    facts = read(delivery.rawBody)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    await storeDeadFact(sql, channelId, {
      ...deadFact(delivery.rawBody),
      code: error.kind,
      reason: error.message,
    })
    return { status: "dead", reason: error.message }
  }
  const stored = await storeFacts(sql, channelId, "webhook", facts)
  return { status: "stored", facts: facts.length, new: stored }
}

/** Postgres text holds neither NUL nor broken UTF-8; what cannot be text is kept as base64, so nothing is lost. */
function deadFact(bytes: Buffer): { key: string; body: string } {
  const text = bytes.toString("utf8")
  const faithful = Buffer.from(text, "utf8").equals(bytes) && !text.includes("\0")
  return {
    key: `unreadable:${createHash("sha256").update(bytes).digest("hex")}`,
    body: faithful ? text : `base64:${bytes.toString("base64")}`,
  }
}
