import type { Explanation, Listing, ListingList } from "@serai/channels/admin/lib/wire"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

interface OneListing {
  listing: Listing
}

describe("the listing API", () => {
  let world: World
  let api: DocumentedApi
  let channelId: string

  const listed = async (query: string) =>
    (await api.get<ListingList>(`/admin/listings?channel_id=${channelId}&${query}`)).listings
  const found = async (q: string) =>
    (await listed(`q=${encodeURIComponent(q)}`)).map((listing) => listing.external_id)
  const listingOf = async (sku: string) => (await listed(`q=${barcodeOf(sku)}`))[0]!
  const stranger = async () => (await listed("q=STRANGER"))[0]!

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR", "RO"], products: { MUG: 10, BOWL: 3 }, connect: false })
    world.sandbox.putProducts(4711, [
      { barcode: "STRANGER", stockCode: "NOBODY", title: "50%_off plate", quantity: 5, salePrice: "1.00" },
    ])
    api = new DocumentedApi(world.admin)
    channelId = await world.connect("TR")
    await world.untilShown("TR", "MUG", 10)
    await eventually("all listings", async () => (await listed("filter=all")).length === 3)
  }, 240_000)
  afterAll(() => world.close())

  it("finds listings by part of the title, by SKU and by barcode, taking signs literally", async () => {
    expect(await found("mug")).toEqual([barcodeOf("MUG")])
    expect(await found("NOBODY")).toEqual(["STRANGER"])
    expect(await found("50%_")).toEqual(["STRANGER"])
    expect(await found("%")).toEqual(["STRANGER"])
    expect(await found("no such thing")).toEqual([])
  })

  it("separates what is mapped and settled from what waits for mapping", async () => {
    expect((await listed("filter=unmapped")).map((listing) => listing.external_id)).toEqual(["STRANGER"])
    await eventually("both to be settled", async () => (await listed("filter=settled")).length === 2)
    expect(await listed("filter=refused")).toEqual([])
  })

  it("pages with a count over all of them", async () => {
    const page = await api.get<ListingList>(`/admin/listings?limit=2&offset=2`)
    expect(page).toMatchObject({ count: 3, limit: 2, offset: 2 })
    expect(page.listings).toHaveLength(1)
    expect((await api.refused("GET", "/admin/listings?limit=0")).status).toBe(400)
  })

  it("maps by hand, and takes the mapping away again", async () => {
    const { id } = await stranger()
    const { rows } = await world.db.query<{ id: string }>(`select id from product_variant where sku = 'BOWL'`)

    const mapped = await api.post<OneListing>(`/admin/listings/${id}/map`, { variant_id: rows[0]!.id })
    expect(mapped.listing).toMatchObject({ variant_sku: "BOWL", mapped_by: "manual" })
    await eventually("the figure", async () => {
      const { listing } = await api.get<OneListing>(`/admin/listings/${id}`)
      return listing.desired === 3
    })

    const unmapped = await api.delete<OneListing>(`/admin/listings/${id}/map`)
    expect(unmapped.listing).toMatchObject({ variant_id: null, mapped_by: null })
  })

  it("maps by itself what fits a variant, and tells how many that were", async () => {
    const map = () =>
      api.post<{ mapped: number }>("/admin/listings/map-automatically", { channel_id: channelId })
    expect(await map()).toEqual({ mapped: 0 })
    await api.delete(`/admin/listings/${(await listingOf("BOWL")).id}/map`)
    expect(await map()).toEqual({ mapped: 1 })
    expect(await listingOf("BOWL")).toMatchObject({ variant_sku: "BOWL", mapped_by: "barcode" })
  })

  it("answers 404 for listings and variants that do not exist", async () => {
    expect((await api.refused("GET", "/admin/listings/123456789")).status).toBe(404)
    expect((await api.refused("GET", "/admin/listings/not-a-number")).status).toBe(404)
    const path = `/admin/listings/${(await listingOf("MUG")).id}/map`
    expect((await api.refused("POST", path, { variant_id: "variant_none" })).status).toBe(404)
  })

  it("does not retry what was not refused", async () => {
    const { id } = await listingOf("MUG")
    const { status, body } = await api.refused("POST", `/admin/listings/${id}/retry`)
    expect(status).toBe(400)
    expect(body.message).toContain("neither refused")
  })

  it("explains a figure by stock, every reservation with its order, the rules and the answer", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 4 }])
    await api.post(`/admin/channels/${channelId}`, { share_percent: 50, buffer: 1 })
    const { id } = await listingOf("MUG")

    const explanation = await eventually("the new figure to be accepted", async () => {
      const answer = await api.get<{ explanation: Explanation }>(`/admin/listings/${id}/explain`)
      const { listing } = answer.explanation
      return listing.stock_state === "settled" && listing.desired === 2 && answer.explanation
    })

    expect(explanation.sum).toMatchObject({
      on_hand: 10,
      reserved: 4,
      available: 6,
      after_share: 3,
      after_buffer: 2,
      publishable: 2,
    })
    expect(explanation.locations).toMatchObject([
      { location_id: world.locationId, location_name: "Warehouse", counts: true },
    ])
    expect(explanation.reservations).toMatchObject([
      { quantity: 4, order_external_id: orderNumber, channel_name: "Trendyol TR" },
    ])
    expect(explanation.withheld).toBeNull()
    expect(explanation.accepted_push).toMatchObject({ id: explanation.listing.accepted_push_id })
    expect(explanation.last_answer).toMatchObject({ outcome: "accepted", value: 2 })
  })

  it("explains that an unmapped listing publishes nothing", async () => {
    const { explanation } = await api.get<{ explanation: Explanation }>(
      `/admin/listings/${(await stranger()).id}/explain`,
    )
    expect(explanation).toMatchObject({ withheld: "not_mapped", sum: null, locations: [] })
  })

  it("lists where a product is offered", async () => {
    const { product_id } = await listingOf("BOWL")
    const { listings } = await api.get<ListingList>(`/admin/products/${product_id}/listings`)
    expect(listings).toMatchObject([{ external_id: barcodeOf("BOWL"), variant_sku: "BOWL" }])
  })
})
