import type { z } from "zod"
import type { listingRulesAnswer, previewAnswer } from "@serai/channels/api/schemas/rules"
import type { ChannelAnswer, Explanation, ListingList } from "@serai/channels/admin/lib/wire"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

type RulesAnswer = z.input<typeof listingRulesAnswer>
type PreviewAnswer = z.input<typeof previewAnswer>

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

describe("the rules API", () => {
  let world: World
  let api: DocumentedApi
  let channel: string
  let listing: string

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 40, BOWL: 6, PLATE: 0 } })
    api = new DocumentedApi(world.admin)
    channel = `/admin/channels/${world.channelIds.TR}`
    await world.untilShown("TR", "MUG", 40)
    const { listings } = await api.get<ListingList>(`/admin/listings?q=${barcodeOf("MUG")}`)
    listing = `/admin/listings/${listings[0]!.id}`
  }, 240_000)
  afterAll(() => world.close())
  afterEach(() => api.delete(`${listing}/rules`))

  const shown = (quantity: number) => world.untilShown("TR", "MUG", quantity)

  it("gives a listing rules of its own, which the marketplace shows at once, and takes them away", async () => {
    const { own, channel, in_force, updated_by } = await api.post<RulesAnswer>(`${listing}/rules`, {
      share_percent: 50,
      buffer: 3,
    })
    expect(own).toMatchObject({ share_percent: 50, buffer: 3, cap: null, hold: null, paused: false })
    expect(channel).toMatchObject({ share_percent: 100, buffer: 0, location_mode: "split" })
    expect(in_force).toMatchObject({ share_percent: 50, buffer: 3, own: ["share_percent", "buffer"] })
    expect(updated_by).toMatch(/^user_/)
    await shown(17)

    // What is left out stays; null is the channel's.
    await api.post(`${listing}/rules`, { share_percent: null, cap: 30 })
    await shown(30)
    expect((await api.get<RulesAnswer>(`${listing}/rules`)).own).toMatchObject({ buffer: 3, cap: 30 })
    expect((await api.delete<RulesAnswer>(`${listing}/rules`)).in_force.own).toEqual([])
    await shown(40)
  })

  it("holds a listing back for a time, and explains it", async () => {
    const until = inAnHour()
    await api.post(`${listing}/rules`, { hold_units: 15, hold_until: until, hold_reason: "fair on Sunday" })
    await shown(25)
    const { explanation } = await api.get<{ explanation: Explanation }>(`${listing}/explain`)
    expect(explanation.rules.hold).toEqual({ units: 15, until, reason: "fair on Sunday" })
    expect(explanation.sum).toMatchObject({ available: 40, after_hold: 25, publishable: 25 })
    await api.post(`${listing}/rules`, { hold_until: null })
    await shown(40)
  })

  it("tells what rules would change before they are saved", async () => {
    const { preview } = await api.post<PreviewAnswer>(`${channel}/rules/preview`, { buffer: 10, cap: 35 })
    expect(preview).toMatchObject({ listings: 3, falls: 1, to_zero: 1, rises: 0, stays: 1 })
    expect(preview.rows).toMatchObject([
      { sku: "BOWL", now: 6, then: 0 },
      { sku: "MUG", now: 40, then: 30 },
    ])
    const one = await api.post<PreviewAnswer>(`${listing}/rules/preview`, { hold_until: inAnHour() })
    expect(one.preview).toMatchObject({ listings: 1, to_zero: 1, rows: [{ now: 40, then: 0 }] })
    expect(world.shown("TR", "MUG")).toBe(40)
  })

  it("tells what a full sync would change at the marketplace, and sends nothing", async () => {
    const sync = () => api.get<PreviewAnswer>(`${channel}/sync/preview`)
    const inStep = () =>
      eventually("every figure to be in step", async () => (await sync()).preview.stays === 3)
    await inStep()

    await api.post(`${listing}/rules`, { paused: true })
    await world.setStock("MUG", 41)
    await world.setStock("BOWL", 7)
    await world.untilShown("TR", "BOWL", 7)
    // A paused listing is not sent.
    await inStep()

    const took = (quantity: number) =>
      world.db.query(
        `update ledger.aspect set accepted = to_jsonb($1::int)
         from ledger.listing l where l.id = listing_id and l.sku = 'BOWL'`,
        [quantity],
      )
    await took(9)
    expect((await sync()).preview).toMatchObject({
      falls: 1,
      stays: 2,
      rows: [{ sku: "BOWL", now: 9, then: 7, kind: "falls" }],
    })
    await took(7)
    await world.setStock("BOWL", 6)
    await world.setStock("MUG", 40)
    await world.untilShown("TR", "BOWL", 6)
    await inStep()
  })

  it("tells of a listing that it is held or paused, and finds those that differ at the marketplace", async () => {
    const until = inAnHour()
    await api.post(`${listing}/rules`, { paused: true, hold_units: 1, hold_until: until })
    const read = async (query: string) => (await api.get<ListingList>(`/admin/listings?${query}`)).listings
    expect(await read(`q=${barcodeOf("MUG")}`)).toMatchObject([
      { paused: true, held_until: until, drift: null, shown: null },
    ])
    expect(await read("filter=drifting")).toEqual([])
    await world.db.query(
      `update ledger.aspect set drift = 'edited_there', drift_at = now(), shown = '3', shown_at = now()
       from ledger.listing l where l.id = listing_id and l.sku = 'BOWL'`,
    )
    expect(await read("filter=drifting")).toMatchObject([{ sku: "BOWL", drift: "edited_there", shown: 3 }])
    await world.db.query(`update ledger.aspect set drift = null, drift_at = null`)
  })

  it("shows a percentage held back and a minimum, for all of a channel", async () => {
    const { channel: changed } = await api.post<ChannelAnswer>(channel, { buffer_percent: 33, minimum: 5 })
    expect(changed).toMatchObject({ buffer_percent: 33, minimum: 5, buffer_mode: "fixed" })
    await shown(26)
    await world.untilShown("TR", "BOWL", 0)
    await api.post(channel, { buffer_percent: 0, minimum: 0 })
    await world.untilShown("TR", "BOWL", 6)
  })

  it("may take off sale what is sold out, at a marketplace that can", async () => {
    const { preview } = await api.post<{ preview: { ends: number; listings: number } }>(
      `${channel}/rules/preview`,
      {
        when_sold_out: "end",
        buffer: 1000,
      },
    )
    expect(preview.ends).toBe(preview.listings)
    await api.post(`${listing}/rules`, { when_sold_out: "end" })
  })

  describe("refuses", () => {
    const refusal = async (path: string, body: unknown) => {
      const { status, body: answer } = await api.refused("POST", path, body)
      expect(status).toBe(400)
      return answer.message
    }

    it.each([
      [{ cap: 3, minimum: 5 }, "The cap of 3 is below the minimum of 5"],
      [{ share_percent: 0, minimum: 1 }, "A share of 0 % never reaches the minimum of 1"],
      [{ oversell_chance: 0.6 }, "'oversell_chance' too big, expected at most: '0.5'"],
      [{ oversell_chance: 0 }, "'oversell_chance' too small"],
      [{ buffer_percent: 101 }, "'buffer_percent' too big, expected at most: '100'"],
      [{ buffer: -1 }, "'buffer' too small, expected at least: '0'"],
      [{ when_sold_out: "vanish" }, "'when_sold_out'"],
    ])("%j of a channel and of a listing alike", async (rules, why) => {
      for (const path of [
        channel,
        `${channel}/rules/preview`,
        `${listing}/rules`,
        `${listing}/rules/preview`,
      ]) {
        expect(await refusal(path, rules)).toContain(why)
      }
    })

    it("holds that have ended before they began, or never end, or hold fewer than nothing", async () => {
      const past = new Date(Date.now() - 60_000).toISOString()
      expect(await refusal(`${listing}/rules`, { hold_until: past })).toContain(
        "hold_until has passed already",
      )
      expect(await refusal(`${listing}/rules`, { hold_units: 3 })).toContain("give hold_until")
      expect(await refusal(`${listing}/rules`, { hold_units: -3, hold_until: inAnHour() })).toContain(
        "'hold_units' too small, expected at least: '0'",
      )
      expect(await refusal(`${listing}/rules`, { hold_until: "tomorrow" })).toContain("2026-03-01T14:05:00Z")
    })

    it("rules of a listing that its channel's contradict, and the other way round", async () => {
      await api.post(channel, { minimum: 4 })
      expect(await refusal(`${listing}/rules`, { cap: 2 })).toContain(
        "The cap of 2 is below the minimum of 4",
      )
      await api.post(`${listing}/rules`, { cap: 6 })
      expect(await refusal(channel, { minimum: 8 })).toContain('The listing "A mug" has rules of its own')
      await api.post(channel, { minimum: 0 })
    })

    it("what does not exist", async () => {
      expect((await api.refused("GET", "/admin/listings/99999999/rules")).status).toBe(404)
      expect((await api.refused("POST", "/admin/channels/none/rules/preview", {})).status).toBe(404)
    })
  })
})
