import type { ChannelAnswer, ChannelOrder, InboxDetail, InboxList } from "@serai/channels/admin/lib/wire"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { createHookRelay, type HookRelay } from "../support/hook-relay"
import { createWorld, type World } from "../support/world"

describe("webhooks and the inbox", () => {
  let world: World
  let relay: HookRelay
  let api: DocumentedApi
  let channelId: string
  let key: string

  const hook = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${world.server.url}/hooks/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    })
  const deliver = async (body: string | Uint8Array<ArrayBuffer>) => {
    const answer = await hook(`trendyol/${channelId}`, body, { "x-api-key": key })
    return { code: answer.status, answer: (await answer.json()) as unknown }
  }
  const figures = async () => (await api.get<ChannelAnswer>(`/admin/channels/${channelId}`)).channel.figures
  const dead = () => api.get<InboxList>(`/admin/inbox?channel_id=${channelId}&state=dead`)
  const newestDead = async () => (await dead()).entries[0]!
  const detail = async (id: string) => (await api.get<{ entry: InboxDetail }>(`/admin/inbox/${id}`)).entry

  beforeAll(async () => {
    relay = await createHookRelay()
    world = await createWorld({
      storefronts: ["TR"],
      products: { MUG: 10 },
      connect: false,
      extra: { WEBHOOK_URL: relay.url },
    })
    relay.forwardTo(world.server.url)
    channelId = await world.connect("TR")
    api = new DocumentedApi(world.admin)
    await world.untilShown("TR", "MUG", 10)
    world.buy("TR", [{ sku: "MUG", quantity: 1 }])
    await eventually("the first delivery", () => Promise.resolve(relay.seen.length > 0))
    key = String(relay.seen[0]!["x-api-key"])
  }, 240_000)
  afterAll(async () => {
    await world.close()
    await relay.close()
  })

  it("registers itself with the marketplace and notes what it hears", async () => {
    await eventually("the delivery to be noted", async () => (await figures()).last_webhook_at !== null)
    const { channel } = await api.get<ChannelAnswer>(`/admin/channels/${channelId}`)
    expect(channel.webhook).toBe("registered")
  })

  it("turns a delivery with a wrong key away, and counts it", async () => {
    expect((await hook(`trendyol/${channelId}`, "{}", { "x-api-key": "wrong" })).status).toBe(401)
    const { webhooks_refused, last_webhook_refusal } = await figures()
    expect(webhooks_refused).toBe(1)
    expect(last_webhook_refusal).toContain("does not match")
  })

  it("knows no channel of another marketplace or id", async () => {
    expect((await hook(`shopee/${channelId}`, "{}", { "x-api-key": key })).status).toBe(404)
    expect((await hook("trendyol/chan_none", "{}", { "x-api-key": key })).status).toBe(404)
  })

  it("keeps what it cannot read, answers 200, and shows it masked with its reason", async () => {
    const body = `{"content":"not a list","customerEmail":"ada@example.com","id":9007199254740993}`
    expect(await deliver(body)).toEqual({ code: 200, answer: { status: "dead" } })

    const entry = await newestDead()
    expect(entry).toMatchObject({ state: "dead", source: "webhook" })
    expect(entry.error).toContain("content")
    const { text } = (await detail(entry.id)).body
    expect(text).toContain("9007199254740993")
    expect(text).not.toContain("ada@example.com")
  })

  it("keeps the beginning of a delivery that is too long", async () => {
    const bytes = 5 * 1024 * 1024
    expect(await deliver(new Uint8Array(bytes).fill(120))).toMatchObject({ code: 413 })
    expect((await newestDead()).error).toContain(String(bytes))
  })

  it("takes bytes that are no JSON at all", async () => {
    for (const bytes of [Uint8Array.of(0xff, 0xfe, 0x00), "null", ""]) {
      expect(await deliver(bytes)).toEqual({ code: 200, answer: { status: "dead" } })
    }
  })

  it("replays entries, which die again while their reason stands", async () => {
    const { id, attempts } = await newestDead()
    expect(await api.post("/admin/inbox/replay", { ids: [id] })).toEqual({ channels: [channelId] })
    await eventually("the entry to be tried", async () => {
      const entry = await detail(id)
      return entry.state === "dead" && entry.attempts === attempts + 1
    })
    expect((await api.refused("POST", "/admin/inbox/replay", { ids: ["x"] })).status).toBe(400)
    expect((await api.refused("POST", "/admin/inbox/replay", { ids: [] })).status).toBe(400)
  })

  it("shows on an order where it came from and how it stands there", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 2 }])
    const orderId = await eventually("the order", async () => {
      const { rows } = await world.db.query<{ order_id: string }>(
        `select order_id from ledger.channel_order where external_id = $1`,
        [orderNumber],
      )
      return rows[0]?.order_id
    })
    const { channel_order } = await api.get<{ channel_order: ChannelOrder }>(
      `/admin/orders/${orderId}/channel`,
    )
    expect(channel_order).toMatchObject({
      channel_id: channelId,
      marketplace: "trendyol",
      external_id: orderNumber,
      packages: [{ state: "created" }],
      lines: [{ ordered: 2, owed: 2, state: "reserved" }],
    })
    const { entries } = await api.get<InboxList>(`/admin/inbox?q=${orderNumber}`)
    expect(entries[0]).toMatchObject({ external_id: orderNumber, state: "done" })
  })

  it("has nothing to say about an order of the own shop", async () => {
    expect(await api.get("/admin/orders/order_own/channel")).toEqual({ channel_order: null })
  })
})
