import { documentedApi, type DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

interface ListedListing {
  id: string
  external_id: string
  product_id: string | null
}

describe("the listing API", () => {
  let world: World
  let ask: DocumentedApi
  let channelId: string

  const listed = async (query: string): Promise<ListedListing[]> =>
    (await ask("GET", `/admin/listings?channel_id=${channelId}&${query}`)).body.listings
  const listingOf = async (sku: string): Promise<ListedListing> => (await listed(`q=${barcodeOf(sku)}`))[0]!

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR", "RO"], products: { MUG: 10, BOWL: 3 }, connect: false })
    world.sandbox.putProducts(4711, [
      { barcode: "STRANGER", stockCode: "NOBODY", title: "50%_off plate", quantity: 5, salePrice: "1.00" },
    ])
    channelId = await world.connect("TR")
    ask = documentedApi(world.admin)
    await world.untilShown("TR", "MUG", 10)
    await eventually("all listings", async () => (await listed("filter=all")).length === 3)
  }, 240_000)
  afterAll(() => world.close())

  it("finds listings by part of the title, by SKU and by barcode, taking signs literally", async () => {
    const found = async (q: string) =>
      (await listed(`q=${encodeURIComponent(q)}`)).map((row) => row.external_id)
    expect(await found("mug")).toEqual([barcodeOf("MUG")])
    expect(await found("NOBODY")).toEqual(["STRANGER"])
    expect(await found("50%_")).toEqual(["STRANGER"])
    expect(await found("%")).toEqual(["STRANGER"])
    expect(await found("no such thing")).toEqual([])
  })

  it("separates what is mapped and settled from what waits for mapping", async () => {
    expect((await listed("filter=unmapped")).map((row) => row.external_id)).toEqual(["STRANGER"])
    await eventually("both to be settled", async () => (await listed("filter=settled")).length === 2)
    expect(await listed("filter=refused")).toEqual([])
  })

  it("pages with a count over all of them", async () => {
    const { body } = await ask("GET", `/admin/listings?limit=2&offset=2`)
    expect(body).toMatchObject({ count: 3, limit: 2, offset: 2 })
    expect(body.listings).toHaveLength(1)
    expect((await ask("GET", "/admin/listings?limit=0")).status).toBe(400)
  })

  it("maps by hand, and takes the mapping away again", async () => {
    const stranger = await listingOf("MUG").then(async () => (await listed("q=STRANGER"))[0]!)
    const { rows } = await world.db.query<{ id: string }>(`select id from product_variant where sku = 'BOWL'`)

    const mapped = await ask("POST", `/admin/listings/${stranger.id}/map`, { variant_id: rows[0]!.id })
    expect(mapped.body.listing).toMatchObject({ variant_sku: "BOWL", mapped_by: "manual" })
    await eventually("the figure", async () => {
      const { body } = await ask("GET", `/admin/listings/${stranger.id}`)
      return body.listing.desired === 3
    })

    const unmapped = await ask("DELETE", `/admin/listings/${stranger.id}/map`)
    expect(unmapped.body.listing).toMatchObject({ variant_id: null, mapped_by: null })
  })

  it("answers 404 for listings and variants that do not exist", async () => {
    expect((await ask("GET", "/admin/listings/123456789")).status).toBe(404)
    expect((await ask("GET", "/admin/listings/not-a-number")).status).toBe(404)
    const { id } = await listingOf("MUG")
    expect((await ask("POST", `/admin/listings/${id}/map`, { variant_id: "variant_none" })).status).toBe(404)
  })

  it("does not retry what was not refused", async () => {
    const { id } = await listingOf("MUG")
    const { status, body } = await ask("POST", `/admin/listings/${id}/retry`)
    expect(status).toBe(400)
    expect(body.message).toContain("did not refuse")
  })

  it("maps automatically what a new variant fits", async () => {
    const { body } = await ask("POST", "/admin/listings/map-automatically", { channel_id: channelId })
    expect(body).toEqual({ mapped: 0 })
  })

  describe("explains a figure", () => {
    it("by the stock, every reservation with its order, the rules and the marketplace's answer", async () => {
      const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 4 }])
      await ask("POST", `/admin/channels/${channelId}`, { share_percent: 50, buffer: 1 })
      const { id } = await listingOf("MUG")

      const explanation = await eventually("the explanation", async () => {
        const { body } = await ask("GET", `/admin/listings/${id}/explain`)
        return body.explanation.listing.stock_state === "settled" && body.explanation.listing.desired === 2
          ? body.explanation
          : undefined
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

    it("by saying that the listing is not mapped", async () => {
      const [stranger] = await listed("q=STRANGER")
      const { body } = await ask("GET", `/admin/listings/${stranger!.id}/explain`)
      expect(body.explanation).toMatchObject({ withheld: "not_mapped", sum: null, locations: [] })
    })
  })

  it("lists where a product is offered", async () => {
    const { product_id } = await listingOf("BOWL")
    const { body } = await ask("GET", `/admin/products/${product_id}/listings`)
    expect(body.listings).toMatchObject([{ external_id: barcodeOf("BOWL"), variant_sku: "BOWL" }])
  })
})
