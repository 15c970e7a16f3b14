import type { ChannelModuleService } from "../../modules/channel/service"
import { anyMarketplace } from "../inbox/receive-webhook"
import type { OpenChannel } from "../sessions"

/** Where a marketplace reaches one channel. */
export const webhookUrl = (publicUrl: string, channelId: string) =>
  `${publicUrl.replace(/\/$/, "")}/hooks/${anyMarketplace}/${channelId}`

export type WebhookKeeping = "none" | "kept" | "activated" | "registered"

/**
 * Mends what time does to a registration: the marketplace forgot it, switched it off after failed deliveries, or calls an
 * address we had before. Reading orders goes on regardless, only later.
 */
export async function keepWebhook(
  channels: Pick<ChannelModuleService, "options" | "webhookSecretOf" | "updateChannels">,
  { channel, provider, session }: OpenChannel,
): Promise<WebhookKeeping> {
  const { publicUrl } = channels.options
  const { webhooks } = provider
  if (!webhooks || publicUrl === undefined) return "none"
  const url = webhookUrl(publicUrl, channel.id)
  const registered = await webhooks.list(session)
  const ours = registered.find((hook) => hook.url === url)
  const hook = ours ?? (await webhooks.register(session, url, channels.webhookSecretOf(channel)))
  if (!hook.active) await webhooks.activate(session, hook.externalId)
  const former = registered.find((other) => other.externalId === channel.webhook_id && other.url !== url)
  if (former) await webhooks.remove(session, former.externalId)
  if (hook.externalId !== channel.webhook_id) {
    await channels.updateChannels({ id: channel.id, webhook_id: hook.externalId })
  }
  if (!ours) return "registered"
  return ours.active ? "kept" : "activated"
}
