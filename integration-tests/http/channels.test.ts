import { documentedApi, type DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"

describe("the channel API", () => {
  let world: World
  let ask: DocumentedApi

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR", "RO"],
      products: { MUG: 10, BOWL: 3 },
      connect: false,
      extra: { WEBHOOK_URL: "http://127.0.0.1:1" },
    })
    ask = documentedApi(world.admin)
  }, 240_000)
  afterAll(() => world.close())

  it("is closed to strangers", async () => {
    for (const path of ["/admin/channels", "/admin/listings", "/admin/inbox"]) {
      expect((await fetch(world.server.url + path)).status).toBe(401)
    }
  })

  it("tells which credentials a marketplace wants, and which of them are secret", async () => {
    const { body } = await ask("GET", "/admin/channels/marketplaces")
    expect(body.marketplaces).toMatchObject([{ id: "trendyol", display_name: "Trendyol" }])
    const fields = Object.fromEntries(
      body.marketplaces[0].credentials.map((field: { name: string }) => [field.name, field]),
    )
    expect(fields.apiSecret).toMatchObject({ secret: true, required: true })
    expect(fields.sellerId).toMatchObject({ secret: false, required: true })
    expect(fields.storefront).toMatchObject({ required: false, defaultValue: "TR" })
    expect(fields.storefront.options).toContain("RO")
  })

  it("says which credential does not fit before it asks the marketplace", async () => {
    const credentials = { ...world.credentials("TR"), sellerId: "not digits" }
    const { body } = await ask("POST", "/admin/channels/test", { marketplace: "trendyol", credentials })
    expect(body).toMatchObject({ connected: false, field: "sellerId" })
    expect(body.message).toContain("Seller id")
    expect(body.message).not.toContain("not digits")
  })

  it("answers a test of wrong keys with the kind of failure and a sentence", async () => {
    const credentials = { ...world.credentials("TR"), apiSecret: "wrong-secret" }
    const { body, text } = await ask("POST", "/admin/channels/test", { marketplace: "trendyol", credentials })
    expect(body).toMatchObject({ connected: false, kind: "auth" })
    expect(text).not.toContain("wrong-secret")
  })

  it("answers a test of the right keys with the account and its currency", async () => {
    const credentials = world.credentials("RO")
    const { body } = await ask("POST", "/admin/channels/test", { marketplace: "trendyol", credentials })
    expect(body).toEqual({ connected: true, account: expect.stringContaining("4711"), currency: "RON" })
  })

  it("does not connect with keys that do not work, and leaves nothing behind", async () => {
    const credentials = { ...world.credentials("TR"), apiSecret: "wrong-secret" }
    const refused = await ask("POST", "/admin/channels", { marketplace: "trendyol", name: "No", credentials })
    expect(refused.status).toBe(400)
    expect(refused.text).not.toContain("wrong-secret")
    expect((await ask("GET", "/admin/channels")).body).toMatchObject({ channels: [], count: 0 })
  })

  it("names the fields of a request that do not fit", async () => {
    const refused = await ask("POST", "/admin/channels", { marketplace: "trendyol", nom: "x" })
    expect(refused.status).toBe(400)
    expect(refused.body.message).toContain("nom")
  })

  describe("once a channel is connected", () => {
    let id: string

    beforeAll(async () => {
      const request = { marketplace: "trendyol", name: "Shop TR", credentials: world.credentials("TR") }
      const { status, body } = await ask("POST", "/admin/channels", request)
      expect(status).toBe(200)
      id = body.channel.id
    })

    it("links its own sales channel to all stock locations", async () => {
      const { body } = await ask("GET", `/admin/channels/${id}`)
      const { sales_channel_id } = body.channel
      const linked = await world.db.query(
        `select stock_location_id from sales_channel_stock_location where sales_channel_id = $1 and deleted_at is null`,
        [sales_channel_id],
      )
      expect(linked.rows).toEqual([{ stock_location_id: world.locationId }])
    })

    it("never shows a secret, in any answer", async () => {
      const { apiKey, apiSecret } = world.credentials("TR")
      const stored = await world.db.query<{ credentials: string; webhook_secret: string }>(
        `select credentials, webhook_secret from channel where id = $1`,
        [id],
      )
      const secrets = [apiKey, apiSecret, stored.rows[0]!.credentials, stored.rows[0]!.webhook_secret]
      for (const path of [`/admin/channels/${id}`, "/admin/channels", "/admin/channels/openapi"]) {
        const { text } = await ask("GET", path)
        for (const secret of secrets) expect(text).not.toContain(secret)
      }
      expect(stored.rows[0]!.credentials).not.toContain(apiSecret)
    })

    it("counts its listings and says when orders were read", async () => {
      const channel = await eventually("listings to be read and sent", async () => {
        const { body } = await ask("GET", `/admin/channels/${id}`)
        const { listings, last_pull_at } = body.channel.figures
        return listings.total === 2 && listings.due + listings.sent === 0 && last_pull_at && body.channel
      })
      expect(channel.figures.listings).toMatchObject({ total: 2, mapped: 2, unmapped: 0, refused: 0 })
      expect(channel.problems).toEqual([])
      expect(channel.schedules.map(({ job }: { job: string }) => job)).toEqual([
        "pull-orders",
        "push-stock",
        "pull-listings",
      ])
    })

    it("keeps a second channel of the same account away", async () => {
      const request = { marketplace: "trendyol", name: "Twin", credentials: world.credentials("TR") }
      const { status, body } = await ask("POST", "/admin/channels", request)
      expect(status).toBe(422)
      expect(body.message).toContain("Shop TR")
    })

    it("keeps a second channel off its sales channel", async () => {
      const { sales_channel_id } = (await ask("GET", `/admin/channels/${id}`)).body.channel
      const { status } = await ask("POST", "/admin/channels", {
        marketplace: "trendyol",
        name: "RO",
        credentials: world.credentials("RO"),
        sales_channel_id,
      })
      expect(status).toBe(422)
    })

    it("publishes other figures when its rules change", async () => {
      await world.untilShown("TR", "MUG", 10)
      await ask("POST", `/admin/channels/${id}`, { share_percent: 50, buffer: 1 })
      await world.untilShown("TR", "MUG", 4)
      await ask("POST", `/admin/channels/${id}`, { share_percent: 100, buffer: 0, cap: 7 })
      await world.untilShown("TR", "MUG", 7)
      const { body } = await ask("POST", `/admin/channels/${id}`, { cap: null })
      expect(body.channel).toMatchObject({ share_percent: 100, buffer: 0, cap: null })
      await world.untilShown("TR", "MUG", 10)
    })

    it("refuses rules that make no sense", async () => {
      for (const rules of [{ share_percent: 101 }, { buffer: -1 }, { buffer: 1.5 }, { cap: -3 }]) {
        expect((await ask("POST", `/admin/channels/${id}`, rules)).status).toBe(400)
      }
    })

    it("changes one schedule and leaves the others", async () => {
      const before = (await ask("GET", `/admin/channels/${id}`)).body.channel.schedules
      const schedules = { "pull-orders": { interval_seconds: 600, offset_seconds: 5 } }
      const { body } = await ask("POST", `/admin/channels/${id}`, { schedules })
      expect(body.channel.schedules[0]).toMatchObject({ interval_seconds: 600, offset_seconds: 5 })
      expect(body.channel.schedules[1]).toMatchObject({ interval_seconds: before[1].interval_seconds })
    })

    it("starts what it is asked to sync", async () => {
      const { body } = await ask("POST", `/admin/channels/${id}/sync`, { what: "all" })
      expect(body.enqueued).toEqual(["pull-orders", "pull-listings", "compare-stock"])
      expect((await ask("POST", `/admin/channels/${id}/sync`, { what: "prices" })).status).toBe(400)
    })

    it("tells what became of every listing of a push", async () => {
      const { body } = await ask("GET", `/admin/channels/${id}/pushes?order=failures&limit=1`)
      expect(body.count).toBeGreaterThan(1)
      const [push] = body.pushes
      const detail = await ask("GET", `/admin/channels/${id}/pushes/${push.id}`)
      expect(detail.body.count).toBe(detail.body.items.length)
      expect(detail.body.items[0]).toMatchObject({ outcome: "accepted" })
      expect((await ask("GET", `/admin/channels/${id}/pushes/999999`)).status).toBe(404)
      expect((await ask("GET", `/admin/channels/chan_other/pushes/${push.id}`)).status).toBe(404)
    })

    it("takes new keys of the same account and refuses another account's", async () => {
      const same = await ask("POST", `/admin/channels/${id}/credentials`, {
        credentials: world.credentials("TR"),
      })
      expect(same.status).toBe(200)
      const other = await ask("POST", `/admin/channels/${id}/credentials`, {
        credentials: world.credentials("RO"),
      })
      expect(other.status).toBe(400)
      expect(other.body.message).toContain("storefront RO")
    })

    it("sends nothing while it is paused, and catches up when it is resumed", async () => {
      await ask("POST", `/admin/channels/${id}`, { state: "paused" })
      await world.setStock("BOWL", 9)
      await eventually("the figure to be due", async () => {
        const { body } = await ask("GET", `/admin/listings?channel_id=${id}&filter=due`)
        return body.listings[0]?.desired === 9
      })
      expect(world.shown("TR", "BOWL")).toBe(3)
      await ask("POST", `/admin/channels/${id}`, { state: "active" })
      await world.untilShown("TR", "BOWL", 9)
    })

    it("is gone after it is deleted, while its pushes stay in the ledger", async () => {
      const { body } = await ask("DELETE", `/admin/channels/${id}`)
      expect(body).toEqual({ id, object: "channel", deleted: true })
      expect((await ask("GET", `/admin/channels/${id}`)).status).toBe(404)
      expect((await ask("GET", "/admin/listings")).body.count).toBe(0)
      const kept = await world.db.query(`select 1 from ledger.push where channel_id = $1 limit 1`, [id])
      expect(kept.rows).toHaveLength(1)
    })
  })
})
