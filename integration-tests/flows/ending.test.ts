import type { ExplanationAt, History, HistorySeries } from "@serai/channels/admin/lib/wire"
import type { Listing } from "@serai/channels/ledger/queries/listings"
import type { Standing } from "@serai/channels/ledger/queries/standing"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

interface Explained {
  explanation: { listing: Listing }
  standing: Standing
}

describe("listings that go off sale when they are sold out", () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { LAMP: 3, VASE: 4, BOWL: 5 } })
    for (const [sku, quantity] of Object.entries({ LAMP: 3, VASE: 4, BOWL: 5 })) {
      await world.untilShown("TR", sku, quantity)
    }
    await endSoldOut("end")
  }, 240_000)
  afterAll(() => world.close())

  /** As the seller's panel has it: off sale is archived, sold out or not. */
  async function isOnSale(sku: string): Promise<boolean> {
    const answer = await fetch(`${world.sandbox.baseUrl}/product/sellers/4711/product/${barcodeOf(sku)}`, {
      headers: {
        authorization: `Basic ${Buffer.from("key-4711:secret-4711").toString("base64")}`,
        "user-agent": "4711 - SelfIntegration",
      },
    })
    return !((await answer.json()) as { archived: boolean }).archived
  }
  const untilOnSale = (sku: string, wanted: boolean) =>
    eventually(`${sku} to be ${wanted ? "on" : "off"} sale`, async () => (await isOnSale(sku)) === wanted, {
      withinMs: 40_000,
    })
  const endSoldOut = (when_sold_out: "zero" | "end") =>
    world.admin.post(`/admin/channels/${world.channelIds.TR}`, { when_sold_out })
  const archiveByHand = (sku: string, archived: boolean) =>
    world.sandbox.putProducts(4711, [
      { barcode: barcodeOf(sku), stockCode: sku, title: `A ${sku.toLowerCase()}`, archived },
    ])

  const listingOf = async (sku: string) =>
    (await world.admin.get<{ listings: Listing[] }>(`/admin/listings?q=${sku}`)).listings[0]!
  const explained = async (sku: string) =>
    world.admin.get<Explained>(`/admin/listings/${(await listingOf(sku)).id}/explain`)
  const untilOffer = (sku: string, state: Listing["offer_state"]) =>
    eventually(
      `the offer of ${sku} to be ${state}`,
      async () => (await listingOf(sku)).offer_state === state,
      {
        withinMs: 40_000,
      },
    )
  async function readListings(): Promise<void> {
    const last = async () =>
      (
        await world.db.query<{ at: string | null }>(
          `select last_listings_at::text as at from ledger.channel_state where channel_id = $1`,
          [world.channelIds.TR],
        )
      ).rows[0]?.at
    const before = await last()
    await world.admin.post(`/admin/channels/${world.channelIds.TR}/sync`, { what: "listings" })
    await eventually("the list to be read", async () => (await last()) !== before)
  }

  const now = async () =>
    (await world.db.query<{ at: Date }>(`select clock_timestamp() as at`)).rows[0]!.at.toISOString()
  async function isToldAfterwards(sku: string, endedAt: string, [back, off]: string[]): Promise<void> {
    const api = new DocumentedApi(world.admin)
    const path = `/admin/listings/${(await listingOf(sku)).id}`
    const { history } = await api.get<History>(`${path}/history?kinds=offer`)
    expect(history).toMatchObject([
      { on_sale: true, push_id: back, outcome: "accepted" },
      { on_sale: false, push_id: off, outcome: "accepted", batch: expect.any(String) as string },
    ])
    const { explanation_at } = await api.get<{ explanation_at: ExplanationAt }>(
      `${path}/explain?at=${endedAt}`,
    )
    expect(explanation_at).toMatchObject({
      offer: { on_sale: false, accepted: { push_id: off } },
      accepted: { value: 0 },
    })
    const { series: until } = await api.get<HistorySeries>(`${path}/history/series?to=${endedAt}`)
    expect(until.at(-1)).toMatchObject({ on_sale: false })
    const { series } = await api.get<HistorySeries>(`${path}/history/series`)
    expect(series.at(-1)).toMatchObject({ on_sale: true })
  }

  it("show zero and go with the last sale, say so, and come back with the stock", async () => {
    world.buy("TR", [{ sku: "LAMP", quantity: 3 }])
    await untilOnSale("LAMP", false)
    await untilOffer("LAMP", "settled")
    await readListings()
    const ended = await explained("LAMP")
    expect(ended.explanation.listing).toMatchObject({ pushable: true, remote_state: "archived", accepted: 0 })
    expect(ended.explanation.listing.off_sale_since).not.toBeNull()
    expect(ended.standing).toMatchObject({
      waits_for: [],
      changes_with: [{ kind: "put_back" }, { kind: "stock" }],
    })

    const endedAt = await now()

    await world.setStock("LAMP", 8)
    await world.untilShown("TR", "LAMP", 5)
    await untilOnSale("LAMP", true)
    expect(await listingOf("LAMP")).toMatchObject({ off_sale_since: null })

    const { pushes } = await world.admin.get<{ pushes: { id: string; aspect: string; accepted: number }[] }>(
      `/admin/channels/${world.channelIds.TR}/pushes`,
    )
    const sent = pushes.filter(({ aspect }) => aspect === "offer")
    expect(sent).toMatchObject([{ accepted: 1 }, { accepted: 1 }])
    const { items } = await world.admin.get<{ items: unknown[] }>(
      `/admin/channels/${world.channelIds.TR}/pushes/${sent[0]!.id}`,
    )
    expect(items).toMatchObject([{ external_id: barcodeOf("LAMP"), value: null, on_sale: true }])
    await isToldAfterwards(
      "LAMP",
      endedAt,
      sent.map(({ id }) => id),
    )
  })

  it("are looked up when the answer is lost, and not sent twice", async () => {
    await endSoldOut("zero")
    await world.setStock("VASE", 0)
    await world.untilShown("TR", "VASE", 0)
    await eventually("zero to be taken", async () => (await listingOf("VASE")).stock_state === "settled")
    const before = world.sandbox.calls.count("archive-state")
    world.sandbox.setFaults({ lostAnswer: 1 })
    await endSoldOut("end")
    await untilOffer("VASE", "unknown")
    world.sandbox.setFaults({ lostAnswer: 0 })
    // It has arrived; what comes in meanwhile waits until that is known.
    await world.setStock("VASE", 6)
    await world.untilShown("TR", "VASE", 6, 60_000)
    await untilOnSale("VASE", true)
    expect(world.sandbox.calls.count("archive-state")).toBe(before + 2)
  })

  it("come back by the rule alone, and after a crash", async () => {
    await world.setStock("LAMP", 3)
    await untilOnSale("LAMP", false)
    await untilOffer("LAMP", "settled")
    await world.crash()
    await endSoldOut("zero")
    await untilOnSale("LAMP", true)
    expect(world.shown("TR", "LAMP")).toBe(0)
    await endSoldOut("end")
    await untilOnSale("LAMP", false)
    await untilOffer("LAMP", "settled")
  })

  it("stay where somebody put them by hand", async () => {
    archiveByHand("BOWL", true)
    await readListings()
    const archives = world.sandbox.calls.count("archive-state")
    await world.setStock("BOWL", 0)
    await world.setStock("BOWL", 9)
    await world.setStock("VASE", 7)
    await world.untilShown("TR", "VASE", 7)
    expect(await isOnSale("BOWL")).toBe(false)
    expect(world.shown("TR", "BOWL")).toBe(5)
    expect(world.sandbox.calls.count("archive-state")).toBe(archives)
    expect(await listingOf("BOWL")).toMatchObject({ pushable: false, offer_state: null })

    archiveByHand("BOWL", false)
    await readListings()
    await world.untilShown("TR", "BOWL", 9)
  })
})

describe.each([
  { archives: "seller" as const, alone: true },
  { archives: "storefront" as const, alone: false },
])("two storefronts of a seller whose archiving counts for the $archives", ({ archives, alone }) => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR", "RO"],
      products: { LAMP: 3 },
      sandbox: { rules: { archives } },
      extra: { TRENDYOL_ARCHIVES: archives },
    })
    for (const storefront of ["TR", "RO"] as const) await world.untilShown(storefront, "LAMP", 3)
  }, 240_000)
  afterAll(() => world.close())

  const endSoldOut = (storefront: "TR" | "RO", when_sold_out: "zero" | "end") =>
    world.admin.post(`/admin/channels/${world.channelIds[storefront]}`, { when_sold_out })
  const offers = async () => {
    const { listings } = await world.admin.get<{ listings: Listing[] }>(`/admin/listings?q=LAMP`)
    const off = (storefront: string) =>
      listings.find(({ channel_id }) => channel_id === world.channelIds[storefront])?.off_sale_since !== null
    return { TR: off("TR"), RO: off("RO") }
  }
  const untilOff = (wanted: { TR: boolean; RO: boolean }) =>
    eventually(
      `off sale to be ${JSON.stringify(wanted)}`,
      async () => JSON.stringify(await offers()) === JSON.stringify(wanted),
      { withinMs: 40_000 },
    )

  it("never lose on one what they keep on the other, and get all of it back", async () => {
    await endSoldOut("TR", "end")
    await world.setStock("LAMP", 0)
    for (const storefront of ["TR", "RO"] as const) await world.untilShown(storefront, "LAMP", 0)
    if (alone) {
      // Romania shows zero by its rule: it would be archived as well.
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      expect(await offers()).toEqual({ TR: false, RO: false })
      expect(world.sandbox.calls.count("archive-state")).toBe(0)
    } else await untilOff({ TR: true, RO: false })

    await endSoldOut("RO", "end")
    await untilOff({ TR: true, RO: true })
    expect(world.sandbox.calls.count("archive-state")).toBe(alone ? 1 : 2)

    await world.setStock("LAMP", 6)
    for (const storefront of ["TR", "RO"] as const) await world.untilShown(storefront, "LAMP", 6)
    await untilOff({ TR: false, RO: false })
    expect(world.sandbox.calls.count("archive-state")).toBe(alone ? 2 : 4)
    world.buy("RO", [{ sku: "LAMP", quantity: 1 }])
    await world.untilShown("TR", "LAMP", 5)
  })
})
