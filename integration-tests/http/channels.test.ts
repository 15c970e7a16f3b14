import { scheduledJobs } from "@serai/channels/engine/schedule"
import type {
  Channel,
  ChannelAnswer,
  ChannelList,
  ListingList,
  MarketplaceList,
  PushDetail,
  PushList,
  VerifyAnswer,
} from "@serai/channels/admin/lib/wire"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"

describe("the channel API", () => {
  let world: World
  let api: DocumentedApi

  const verify = (credentials: Record<string, string>) =>
    api.post<VerifyAnswer>("/admin/channels/verify", { marketplace: "trendyol", credentials })

  beforeAll(async () => {
    const products = { MUG: 10, BOWL: 3 }
    world = await createWorld({ storefronts: ["TR", "RO"], products, connect: false })
    api = new DocumentedApi(world.admin)
  }, 240_000)
  afterAll(() => world.close())

  it("is closed to strangers", async () => {
    for (const path of ["/admin/channels", "/admin/listings", "/admin/inbox"]) {
      expect((await fetch(world.server.url + path)).status).toBe(401)
    }
  })

  it("tells which credentials a marketplace wants, and which of them are secret", async () => {
    const { marketplaces } = await api.get<MarketplaceList>("/admin/channels/marketplaces")
    expect(marketplaces).toMatchObject([{ id: "trendyol", display_name: "Trendyol" }])
    const field = (name: string) => marketplaces[0]!.credentials.find((entry) => entry.name === name)
    expect(field("apiSecret")).toMatchObject({ secret: true, required: true })
    expect(field("sellerId")).toMatchObject({ secret: false, required: true })
    expect(field("storefront")).toMatchObject({ required: false, defaultValue: "TR" })
    expect(field("storefront")?.options).toContain("RO")
  })

  it("says which credential does not fit before it asks the marketplace", async () => {
    const answer = await verify({ ...world.credentials("TR"), sellerId: "not digits" })
    expect(answer).toMatchObject({ connected: false, field: "sellerId" })
    expect(JSON.stringify(answer)).not.toContain("not digits")
  })

  it("answers a test of wrong keys with the kind of failure and a sentence", async () => {
    const answer = await verify({ ...world.credentials("TR"), apiSecret: "wrong-secret" })
    expect(answer).toMatchObject({ connected: false, kind: "auth" })
    expect(JSON.stringify(answer)).not.toContain("wrong-secret")
  })

  it("answers a test of the right keys with the account and its currency", async () => {
    const answer = await verify(world.credentials("RO"))
    expect(answer).toMatchObject({ connected: true, currency: "RON" })
    expect(JSON.stringify(answer)).toContain("4711")
  })

  it("does not connect with keys that do not work, and leaves nothing behind", async () => {
    const credentials = { ...world.credentials("TR"), apiSecret: "wrong-secret" }
    const request = { marketplace: "trendyol", name: "No", credentials }
    const refused = await api.refused("POST", "/admin/channels", request)
    expect(refused.status).toBe(400)
    expect(refused.text).not.toContain("wrong-secret")
    expect(await api.get<ChannelList>("/admin/channels")).toMatchObject({ channels: [], count: 0 })
  })

  it("names the fields of a request that do not fit", async () => {
    const { status, body } = await api.refused("POST", "/admin/channels", {
      marketplace: "trendyol",
      nom: "x",
    })
    expect(status).toBe(400)
    expect(body.message).toContain("nom")
  })

  describe("once a channel is connected", () => {
    let id: string
    const channel = async () => (await api.get<ChannelAnswer>(`/admin/channels/${id}`)).channel
    const update = async (change: object): Promise<Channel> =>
      (await api.post<ChannelAnswer>(`/admin/channels/${id}`, change)).channel

    beforeAll(async () => {
      const request = { marketplace: "trendyol", name: "Shop TR", credentials: world.credentials("TR") }
      id = (await api.post<ChannelAnswer>("/admin/channels", request)).channel.id
    })

    it("links its own sales channel to all stock locations", async () => {
      const linked = await world.db.query(
        `select stock_location_id from sales_channel_stock_location where sales_channel_id = $1 and deleted_at is null`,
        [(await channel()).sales_channel_id],
      )
      expect(linked.rows).toEqual([{ stock_location_id: world.locationId }])
    })

    it("never shows a secret, in any answer", async () => {
      const { apiKey, apiSecret } = world.credentials("TR")
      const stored = await world.db.query<{ credentials: string; webhook_secret: string }>(
        `select credentials, webhook_secret from channel where id = $1`,
        [id],
      )
      const sealed = stored.rows[0]!
      for (const path of [`/admin/channels/${id}`, "/admin/channels", "/admin/channels/openapi"]) {
        const { text } = await api.ask("GET", path)
        for (const secret of [apiKey, apiSecret, sealed.credentials, sealed.webhook_secret]) {
          expect(text).not.toContain(secret)
        }
      }
      expect(sealed.credentials).not.toContain(apiSecret)
    })

    it("counts its listings and says when orders were read", async () => {
      const settled = await eventually("listings to be read and sent", async () => {
        const current = await channel()
        const { listings, last_pull_at } = current.figures
        return listings.total === 2 && listings.due + listings.sent === 0 && last_pull_at !== null && current
      })
      expect(settled.figures.listings).toMatchObject({ total: 2, mapped: 2, unmapped: 0, refused: 0 })
      expect(settled.problems).toEqual([])
      expect(settled.schedules.map(({ job }) => job)).toEqual([...scheduledJobs])
    })

    it("keeps a second channel of the same account away", async () => {
      const request = { marketplace: "trendyol", name: "Twin", credentials: world.credentials("TR") }
      const { status, body } = await api.refused("POST", "/admin/channels", request)
      expect(status).toBe(422)
      expect(body.message).toContain("Shop TR")
    })

    it("keeps a second channel off its sales channel", async () => {
      const { sales_channel_id } = await channel()
      const credentials = world.credentials("RO")
      const request = { marketplace: "trendyol", name: "RO", credentials, sales_channel_id }
      expect((await api.refused("POST", "/admin/channels", request)).status).toBe(422)
    })

    it("publishes other figures when its rules change", async () => {
      await world.untilShown("TR", "MUG", 10)
      await update({ share_percent: 50, buffer: 1 })
      await world.untilShown("TR", "MUG", 4)
      await update({ share_percent: 100, buffer: 0, cap: 7 })
      await world.untilShown("TR", "MUG", 7)
      expect(await update({ cap: null })).toMatchObject({ share_percent: 100, buffer: 0, cap: null })
      await world.untilShown("TR", "MUG", 10)
    })

    it("refuses rules that make no sense", async () => {
      for (const rules of [
        { share_percent: 101 },
        { share_percent: 0.5 },
        { buffer: -1 },
        { buffer: 1.5 },
        { cap: -3 },
      ]) {
        expect((await api.refused("POST", `/admin/channels/${id}`, rules)).status).toBe(400)
      }
    })

    it("changes one schedule and leaves the others", async () => {
      const before = (await channel()).schedules
      const { schedules } = await update({
        schedules: { "pull-orders": { interval_seconds: 600, offset_seconds: 5 } },
      })
      expect(schedules[0]).toMatchObject({ interval_seconds: 600, offset_seconds: 5 })
      expect(schedules[1]).toMatchObject({ interval_seconds: before[1]!.interval_seconds })
    })

    it("starts what it is asked to sync", async () => {
      const { enqueued } = await api.post<{ enqueued: string[] }>(`/admin/channels/${id}/sync`, {
        what: "all",
      })
      expect(enqueued).toEqual(["pull-orders", "pull-listings", "compare-stock"])
      expect((await api.refused("POST", `/admin/channels/${id}/sync`, { what: "prices" })).status).toBe(400)
    })

    it("tells what became of every listing of a push", async () => {
      const path = `/admin/channels/${id}/pushes`
      const { pushes, count } = await api.get<PushList>(`${path}?order=failures&limit=1`)
      expect(count).toBeGreaterThan(1)
      const push = pushes[0]!
      const detail = await eventually("its answer", async () => {
        const told = await api.get<PushDetail>(`${path}/${push.id}`)
        return told.items[0]?.outcome === "pending" ? undefined : told
      })
      expect(detail.count).toBe(push.items)
      expect(detail.items[0]).toMatchObject({ outcome: "accepted" })
      expect((await api.refused("GET", `${path}/999999`)).status).toBe(404)
      expect((await api.refused("GET", `/admin/channels/chan_other/pushes/${push.id}`)).status).toBe(404)
    })

    it("takes new keys of the same account and refuses another account's", async () => {
      const path = `/admin/channels/${id}/credentials`
      await api.post(path, { credentials: world.credentials("TR") })
      const other = await api.refused("POST", path, { credentials: world.credentials("RO") })
      expect(other.status).toBe(400)
      expect(other.body.message).toContain("storefront RO")
    })

    it("tries its stored credentials", async () => {
      const answer = await api.post<VerifyAnswer>(`/admin/channels/${id}/verify`)
      expect(answer).toMatchObject({ connected: true, currency: "TRY" })
    })

    it("sends nothing while it is paused, and catches up when it is resumed", async () => {
      await update({ state: "paused" })
      await world.setStock("BOWL", 9)
      await eventually("the figure to be due", async () => {
        const { listings } = await api.get<ListingList>(`/admin/listings?channel_id=${id}&filter=due`)
        return listings[0]?.desired === 9
      })
      expect(world.shown("TR", "BOWL")).toBe(3)
      await update({ state: "active" })
      await world.untilShown("TR", "BOWL", 9)
    })

    it("is gone after it is deleted, while its pushes stay in the ledger", async () => {
      expect(await api.delete(`/admin/channels/${id}`)).toEqual({ id, object: "channel", deleted: true })
      expect((await api.refused("GET", `/admin/channels/${id}`)).status).toBe(404)
      expect((await api.get<ListingList>("/admin/listings")).count).toBe(0)
      const kept = await world.db.query(`select 1 from ledger.push where channel_id = $1 limit 1`, [id])
      expect(kept.rows).toHaveLength(1)
    })
  })
})
