import type { Session, WebhookRegistration, WebhooksPort } from "../../src/contract"
import type { OpenChannel } from "../../src/engine/sessions"
import { keepWebhook } from "../../src/engine/webhooks/keep-webhook"

const url = "https://shop.example/hooks/channel/chan_1"

/** A marketplace that remembers webhooks, and a channel of it. */
function world({ hooks, webhookId }: { hooks: WebhookRegistration[]; webhookId: string | null }) {
  const kept = new Map(hooks.map((hook) => [hook.externalId, hook]))
  const port: Pick<WebhooksPort<unknown>, "register" | "list" | "activate" | "remove"> = {
    register: async (_session, address) => {
      const hook = { externalId: `new-${kept.size}`, url: address, active: true }
      kept.set(hook.externalId, hook)
      return hook
    },
    list: async () => [...kept.values()],
    activate: async (_session, id) => void kept.set(id, { ...kept.get(id)!, active: true }),
    remove: async (_session, id) => void kept.delete(id),
  }
  const channel = { id: "chan_1", webhook_id: webhookId }
  const channels = {
    options: { publicUrl: "https://shop.example/" },
    webhookSecretOf: () => "secret",
    updateChannels: async (change: { webhook_id: string }) => void (channel.webhook_id = change.webhook_id),
  }
  return {
    kept,
    channel,
    keep: () =>
      keepWebhook(
        // Only what the function asks for is there.
        channels as unknown as Parameters<typeof keepWebhook>[0],
        { channel, provider: { webhooks: port }, session: {} as Session } as unknown as OpenChannel,
      ),
  }
}

describe("keeping a webhook", () => {
  it("leaves one that stands as it is", async () => {
    const { keep, kept } = world({ hooks: [{ externalId: "h", url, active: true }], webhookId: "h" })
    expect(await keep()).toBe("kept")
    expect([...kept.keys()]).toEqual(["h"])
  })

  it("registers again what the marketplace forgot, once", async () => {
    const { keep, kept, channel } = world({ hooks: [], webhookId: "h" })
    expect(await keep()).toBe("registered")
    expect(await keep()).toBe("kept")
    expect([...kept.values()].map((hook) => hook.url)).toEqual([url])
    expect(kept.has(channel.webhook_id!)).toBe(true)
  })

  it("switches on what the marketplace switched off", async () => {
    const { keep, kept } = world({ hooks: [{ externalId: "h", url, active: false }], webhookId: "h" })
    expect(await keep()).toBe("activated")
    expect(kept.get("h")?.active).toBe(true)
  })

  it("moves to a new address and takes the former one away, but nobody else's", async () => {
    const { keep, kept } = world({
      hooks: [
        { externalId: "h", url: "https://former.example/hooks/channel/chan_1", active: true },
        { externalId: "other", url: "https://elsewhere.example", active: true },
      ],
      webhookId: "h",
    })
    expect(await keep()).toBe("registered")
    expect([...kept.values()].map((hook) => hook.url)).toEqual(["https://elsewhere.example", url])
  })
})
