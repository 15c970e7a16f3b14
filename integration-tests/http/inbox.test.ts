import { documentedApi, type DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { createHookRelay, type HookRelay } from "../support/hook-relay"
import { createWorld, type World } from "../support/world"

describe("webhooks and the inbox", () => {
  let world: World
  let relay: HookRelay
  let ask: DocumentedApi
  let channelId: string
  let key: string

  const hook = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${world.server.url}/hooks/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    })
  const deliver = (body: string | Buffer) => hook(`trendyol/${channelId}`, body, { "x-api-key": key })

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
    ask = documentedApi(world.admin)
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
    const channel = await eventually("the delivery to be noted", async () => {
      const { body } = await ask("GET", `/admin/channels/${channelId}`)
      return body.channel.figures.last_webhook_at && body.channel
    })
    expect(channel.webhook).toBe("registered")
  })

  it("turns a delivery with a wrong key away, and counts it", async () => {
    const answer = await hook(`trendyol/${channelId}`, "{}", { "x-api-key": "wrong" })
    expect(answer.status).toBe(401)
    const { body } = await ask("GET", `/admin/channels/${channelId}`)
    expect(body.channel.figures.webhooks_refused).toBe(1)
    expect(body.channel.figures.last_webhook_refusal).toContain("does not match")
  })

  it("knows no channel of another marketplace or id", async () => {
    expect((await hook(`shopee/${channelId}`, "{}", { "x-api-key": key })).status).toBe(404)
    expect((await hook("trendyol/chan_none", "{}", { "x-api-key": key })).status).toBe(404)
  })

  it("keeps what it cannot read, answers 200, and shows it masked with its reason", async () => {
    const body = JSON.stringify({ content: "not a list", customerEmail: "ada@example.com", id: 1 }).replace(
      '"id":1',
      '"id":9007199254740993',
    )
    const answer = await deliver(body)
    expect([answer.status, await answer.json()]).toEqual([200, { status: "dead" }])

    const list = await ask("GET", `/admin/inbox?channel_id=${channelId}&state=dead`)
    expect(list.body.entries[0]).toMatchObject({ state: "dead", source: "webhook" })
    expect(list.body.entries[0].error).not.toBe("")
    expect(list.text).not.toContain("ada@example.com")

    const { body: detail } = await ask("GET", `/admin/inbox/${list.body.entries[0].id}`)
    expect(detail.entry.body.text).toContain("9007199254740993")
    expect(detail.entry.body.text).not.toContain("ada@example.com")
  })

  it("keeps the beginning of a delivery that is too long", async () => {
    const answer = await deliver(Buffer.alloc(5 * 1024 * 1024, "x"))
    expect(answer.status).toBe(413)
    const { body } = await ask("GET", `/admin/inbox?channel_id=${channelId}&state=dead`)
    expect(body.entries[0].error).toContain(String(5 * 1024 * 1024))
  })

  it("takes bytes that are no JSON at all", async () => {
    for (const bytes of [Buffer.from([0xff, 0xfe, 0x00]), Buffer.from("null"), Buffer.alloc(0)]) {
      const answer = await deliver(bytes)
      expect([answer.status, await answer.json()]).toEqual([200, { status: "dead" }])
    }
  })

  it("replays entries, which die again while their reason stands", async () => {
    const before = await ask("GET", `/admin/inbox?channel_id=${channelId}&state=dead`)
    const { id, attempts } = before.body.entries[0]
    expect((await ask("POST", "/admin/inbox/replay", { ids: [id] })).body).toEqual({ channels: [channelId] })
    await eventually("the entry to be tried", async () => {
      const { body } = await ask("GET", `/admin/inbox/${id}`)
      return body.entry.state === "dead" && body.entry.attempts === attempts + 1
    })
    expect((await ask("POST", "/admin/inbox/replay", { ids: ["x"] })).status).toBe(400)
    expect((await ask("POST", "/admin/inbox/replay", { ids: [] })).status).toBe(400)
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
    const { body } = await ask("GET", `/admin/orders/${orderId}/channel`)
    expect(body.channel_order).toMatchObject({
      channel_id: channelId,
      marketplace: "trendyol",
      external_id: orderNumber,
      packages: [{ state: "created" }],
      lines: [{ ordered: 2, owed: 2, state: "reserved" }],
    })
    const inbox = await ask("GET", `/admin/inbox?q=${orderNumber}`)
    expect(inbox.body.entries[0]).toMatchObject({ external_id: orderNumber, state: "done" })
  })

  it("has nothing to say about an order of the own shop", async () => {
    expect((await ask("GET", "/admin/orders/order_own/channel")).body).toEqual({ channel_order: null })
  })
})
