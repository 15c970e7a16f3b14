import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

interface Answer {
  changed: number
  unchanged: number
  refused: { row: number; external_id: string; reason: string }[]
}

interface PushWithItems {
  items: {
    external_id: string
    value: number | null
    price: { sale_price: string } | null
    message: string
  }[]
}

describe("prices", () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 5, BOWL: 6, TRAY: 7 } })
    for (const [sku, quantity] of Object.entries({ MUG: 5, BOWL: 6, TRAY: 7 })) {
      await world.untilShown("TR", sku, quantity)
    }
  }, 240_000)
  afterAll(() => world.close())

  const price = (sku: string, sale_price: string, list_price = sale_price) => ({
    external_id: barcodeOf(sku),
    sale_price,
    list_price,
  })
  const channel = () => `/admin/channels/${world.channelIds.TR}`
  const set = (...prices: ReturnType<typeof price>[]) =>
    world.admin.post<Answer>(`${channel()}/prices`, { prices })

  const sells = (sku: string) =>
    world.sandbox.buyers.shop({ sellerId: 4711, storefront: "TR", barcodes: [barcodeOf(sku)] })[0]?.salePrice
  const untilItSells = (sku: string, wanted: string) =>
    eventually(`${sku} to sell for ${wanted}`, () => Promise.resolve(sells(sku) === wanted), {
      withinMs: 40_000,
      everyMs: 20,
    })

  const stateOf = async (sku: string) =>
    (
      await world.db.query<{ state: string; refusal: string | null }>(
        `select a.state, a.refusal from ledger.aspect a join ledger.listing l on l.id = a.listing_id
         where l.external_id = $1 and a.aspect = 'price'`,
        [barcodeOf(sku)],
      )
    ).rows[0]
  const untilItIs = (sku: string, state: string) =>
    eventually(`the price of ${sku} to be ${state}`, async () => (await stateOf(sku))?.state === state, {
      withinMs: 40_000,
    })

  it("reach the marketplace, and rows that cannot are told with the reason", async () => {
    const answer = await set(
      price("MUG", "19.90", "24.9"),
      price("NOBODY", "1.00"),
      price("BOWL", "12.00", "11.99"),
      price("TRAY", "3.005"),
      price("BOWL", "12.00"),
    )
    expect(answer).toEqual({
      changed: 1,
      unchanged: 0,
      refused: [
        { row: 1, external_id: barcodeOf("NOBODY"), reason: "is no listing of this channel" },
        {
          row: 2,
          external_id: barcodeOf("BOWL"),
          reason: "sale_price 12.00 is above list_price 11.99",
        },
        { row: 3, external_id: barcodeOf("TRAY"), reason: "sale_price has more than two decimals" },
        {
          row: 4,
          external_id: barcodeOf("BOWL"),
          reason: "is in the request twice; the first row stands",
        },
      ],
    })
    await untilItSells("MUG", "19.90")
    await untilItIs("MUG", "settled")
    expect(sells("BOWL")).toBe("10.00")
    expect(world.shown("TR", "MUG")).toBe(5)
    expect(await set(price("MUG", "19.9", "24.90"))).toMatchObject({ changed: 0, unchanged: 1 })
  })

  it("may come ten thousand at once", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => price(`NOBODY-${index}`, "1234567.89"))
    expect((await set(...many)).refused).toHaveLength(10_000)
    await expect(set(...many, price("MUG", "1.00"))).rejects.toThrow("expected at most: '10000'")
  })

  it("are looked up when the answer is lost, and not sent twice", async () => {
    world.sandbox.setFaults({ lostAnswer: 1 })
    const before = world.sandbox.calls.count("price-and-inventory")
    await set(price("BOWL", "7.77"))
    await untilItIs("BOWL", "unknown")
    world.sandbox.setFaults({ lostAnswer: 0 })
    await untilItIs("BOWL", "settled")
    expect(sells("BOWL")).toBe("7.77")
    expect(world.sandbox.calls.count("price-and-inventory")).toBe(before + 1)
  })

  it("show a refusal that comes late, with the marketplace's words, and are sent once more on request", async () => {
    world.sandbox.setFaults({ lateRefusal: 1 })
    await set(price("TRAY", "5.55"))
    await untilItIs("TRAY", "refused")
    world.sandbox.setFaults({ lateRefusal: 0 })
    expect((await stateOf("TRAY"))?.refusal).toContain("daha sonra tekrar deneyiniz")
    const { pushes } = await world.admin.get<{ pushes: { id: string; aspect: string; rejected: number }[] }>(
      `${channel()}/pushes?order=failures`,
    )
    const push = pushes.find(({ aspect }) => aspect === "price")
    expect(push).toMatchObject({ rejected: 1 })
    const { items } = await world.admin.get<PushWithItems>(`${channel()}/pushes/${push?.id}`)
    expect(items).toMatchObject([
      {
        external_id: barcodeOf("TRAY"),
        value: null,
        price: { sale_price: "5.55", list_price: "5.55" },
        message: expect.stringContaining("tekrar deneyiniz") as string,
      },
    ])

    const { listings } = await world.admin.get<{ listings: { id: string }[] }>("/admin/listings?q=TRAY")
    const id = listings[0]?.id
    // Trendyol refuses the same body again: the price travels with one that stands.
    await world.admin.post(`/admin/listings/${id}/retry`, {})
    await untilItSells("TRAY", "5.55")
    await untilItIs("TRAY", "settled")

    // Pages that speak of stock speak of stock.
    const { explanation } = await world.admin.get<{ explanation: { last_answer: { value: number } } }>(
      `/admin/listings/${id}/explain`,
    )
    expect(explanation.last_answer.value).toBe(7)
    const history = await world.admin.get<{ history: { kind: string }[] }>(`/admin/listings/${id}/history`)
    expect(history.history.filter(({ kind }) => kind === "push")).toHaveLength(1)
    await world.admin.get(`/admin/listings/${id}/history/series`)
  })
})
