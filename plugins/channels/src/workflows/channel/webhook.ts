import { ChannelError } from "../../contract"
import type { Engine } from "../../engine/engine"
import { webhookUrl } from "../../engine/webhooks/keep-webhook"

/**
 * Asks the marketplace to call us. Returns null when it does or when there is nothing to register, else a sentence that says
 * why orders come by polling alone.
 */
export async function registerWebhook(engine: Engine, channelId: string): Promise<string | null> {
  const { publicUrl } = engine.channels.options
  const channel = await engine.channels.retrieveChannel(channelId)
  if (!engine.channels.marketplace(channel.marketplace).provider.webhooks) return null
  if (publicUrl === undefined) {
    return "No webhook was registered, because the plugin's option publicUrl is not set. Orders come by polling."
  }
  const url = webhookUrl(publicUrl, channel.id)
  return warningOf(`No webhook was registered for "${channel.name}"`, async () => {
    const { provider, session } = await engine.sessions.open(channelId)
    const hook = await provider.webhooks?.register(session, url, engine.channels.webhookSecretOf(channel))
    if (hook) await engine.channels.updateChannels({ id: channelId, webhook_id: hook.externalId })
  })
}

/** Tells the marketplace to stop calling. Returns null, or why the registration is still there. */
export async function removeWebhook(engine: Engine, channelId: string): Promise<string | null> {
  const { name, marketplace, webhook_id } = await engine.channels.retrieveChannel(channelId)
  const installed = engine.channels.marketplaces().some((entry) => entry.id === marketplace)
  if (webhook_id === null || !installed) return null
  return warningOf(`The webhook of "${name}" could not be removed`, async () => {
    const { provider, session } = await engine.sessions.open(channelId)
    await provider.webhooks?.remove(session, webhook_id)
    await engine.channels.updateChannels({ id: channelId, webhook_id: null })
  })
}

async function warningOf(what: string, attempt: () => Promise<void>): Promise<string | null> {
  try {
    await attempt()
    return null
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return `${what}: ${error.message}.`
  }
}
