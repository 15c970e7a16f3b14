import type {
  Explanation,
  ExplanationAt,
  History,
  Listing,
  ListingList,
  Standing,
} from "@serai/channels/admin/lib/wire"
import { parse } from "csv-parse/sync"
import { login } from "../support/admin"
import { DocumentedApi } from "../support/api-client"
import { warehouse } from "../flows/warehouse"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

type Row = History["history"][number]

describe("the history API", () => {
  let world: World
  let api: DocumentedApi
  let listing: Listing
  let itemId: string
  let beforeTheSale: string
  let orderNumber: string

  const history = (query = "") => api.get<History>(`/admin/listings/${listing.id}/history?${query}`)
  const ofItem = (query = "") => api.get<History>(`/admin/stock-history?inventory_item_id=${itemId}&${query}`)
  const listed = async () =>
    (await api.get<ListingList>(`/admin/listings?q=${barcodeOf("MUG")}`)).listings[0]!
  const now = async () => {
    const { rows } = await world.db.query<{ now: Date }>(`select clock_timestamp() as now`)
    return rows[0]!.now.toISOString()
  }

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { "=SUM(9)": 3, MUG: 10 } })
    api = new DocumentedApi(world.admin)
    await world.untilShown("TR", "MUG", 10)
    await eventually("the figure to settle", async () => (await listed()).stock_state === "settled")
    listing = await listed()
    const { rows } = await world.db.query<{ id: string }>(
      `select inventory_item_id as id from product_variant_inventory_item where variant_id = $1`,
      [listing.variant_id],
    )
    itemId = rows[0]!.id
    beforeTheSale = await now()
    orderNumber = world.buy("TR", [{ sku: "MUG", quantity: 4 }]).orderNumber
    await world.untilShown("TR", "MUG", 6)
    await eventually("the figure to settle", async () => {
      const { stock_state, desired } = await listed()
      return stock_state === "settled" && desired === 6
    })
    await world.setStock("MUG", 20)
    await world.untilShown("TR", "MUG", 16)
    await eventually("the figure to settle", async () => (await listed()).stock_state === "settled")
  }, 240_000)
  afterAll(() => world.close())

  const find = <Kind extends Row["kind"]>(rows: Row[], kind: Kind) =>
    rows.filter((row): row is Extract<Row, { kind: Kind }> => row.kind === kind)

  it("names the operator who changed stock, and the order that took some", async () => {
    const { history: rows } = await ofItem()
    expect(find(rows, "stock")[0]).toMatchObject({
      stocked_delta: 10,
      on_hand: 20,
      reserved: 4,
      available: 16,
      location_name: "Warehouse",
      sku: "MUG",
      actor: { kind: "operator", words: login.email },
      order: null,
    })
    expect(find(rows, "stock")[0]?.actor.request).toMatch(/^POST \/admin\/inventory-items\/iitem_/)
    expect(find(rows, "reservation")[0]).toMatchObject({
      reserved_delta: 4,
      available: 6,
      actor: { kind: "order", words: `Order ${orderNumber} of Trendyol TR` },
      order: { external_id: orderNumber, channel_name: "Trendyol TR" },
    })
  })

  it("names nobody for what was changed by plain SQL, even while an operator is at work", async () => {
    await Promise.all([
      ...Array.from({ length: 5 }, () => world.setStock("MUG", 20)),
      world.db.query(`update inventory_level set stocked_quantity = 21 where inventory_item_id = $1`, [
        itemId,
      ]),
    ])
    await world.setStock("MUG", 20)
    const rows = find((await ofItem()).history, "stock").filter((row) => row.actor.kind !== "operator")
    expect(rows[0]).toMatchObject({ actor: { kind: "sql", words: "Plain SQL" } })
  })

  it("leads from a fulfilment's movement to its order", async () => {
    const order = find((await ofItem()).history, "reservation")[0]?.order
    const { order: full } = await world.admin.get<{ order: { items: { id: string }[] } }>(
      `/admin/orders/${order?.id}`,
    )
    await world.admin.post(`/admin/orders/${order?.id}/fulfillments`, {
      location_id: world.locationId,
      shipping_option_id: await warehouse(world).shipWithTrendyol(["MUG"]),
      items: full.items.map(({ id }) => ({ id, quantity: 4 })),
    })
    const taken = await eventually("the pieces to leave the shelf", async () =>
      find((await ofItem()).history, "stock").find((row) => row.stocked_delta === -4),
    )
    expect(taken).toMatchObject({
      actor: { kind: "operator" },
      order: { id: order?.id, external_id: orderNumber },
    })
    // What is read next must not grow while it is read.
    await eventually("the reservation to be gone, and all of it computed and sent", async () => {
      const { rows } = await world.db.query(
        `select 1 from reservation_item where inventory_item_id = $1 and deleted_at is null
         union all select 1 from ledger.dirty`,
        [itemId],
      )
      return rows.length === 0 && (await listed()).stock_state === "settled"
    })
  })

  it("tells a listing's decisions, pushes and orders between the movements, page by page", async () => {
    const whole = (await history("limit=200")).history
    expect(new Set(whole.map((row) => row.kind))).toEqual(
      new Set(["stock", "reservation", "figure", "push", "order", "mapping", "recipe"]),
    )
    expect(find(whole, "figure").at(-1)).toMatchObject({ desired: 10, desired_before: null })
    expect(find(whole, "push").at(-1)).toMatchObject({ value: 10, outcome: "accepted" })
    expect(find(whole, "order")).toMatchObject([{ ordered: 4, order: { external_id: orderNumber } }])

    const pages: Row[] = []
    for (let next: string | null = ""; next !== null;) {
      const page: History = await history(`limit=3${next && `&before=${next}`}`)
      pages.push(...page.history)
      next = page.next
    }
    expect(pages).toEqual(whole)
  })

  it("names the operator who mapped a listing", async () => {
    const { id, variant_id } = listing
    await api.delete(`/admin/listings/${id}/map`)
    await api.post(`/admin/listings/${id}/map`, { variant_id })
    const [mapped, taken] = find((await history("kinds=mapping")).history, "mapping")
    expect(mapped).toMatchObject({ variant_id, actor: { kind: "operator", words: login.email } })
    expect(taken).toMatchObject({ variant_id: null, actor: { kind: "operator" } })
    await world.untilShown("TR", "MUG", 16)
  })

  it("charts them", async () => {
    const { series } = await api.get<{ series: { available: number; desired: number | null }[] }>(
      `/admin/listings/${listing.id}/history/series?from=${beforeTheSale}`,
    )
    expect(series.length).toBeLessThanOrEqual(300)
    expect(series[0]).toMatchObject({ on_hand: 10, reserved: 0, available: 10, desired: 10, accepted: 10 })
    expect(series.at(-1)).toMatchObject({ available: 16, desired: 16 })
    const item = await api.get<{ series: unknown[] }>(
      `/admin/stock-history/series?inventory_item_id=${itemId}&location_id=${world.locationId}&from=${beforeTheSale}`,
    )
    expect(item.series[0]).toMatchObject({ on_hand: 10, reserved: 0, available: 10 })
  })

  it("exports them as a file that a spreadsheet reads and does not run", async () => {
    const { rows } = await world.db.query<{ id: string }>(
      `select id from inventory_item where sku = '=SUM(9)'`,
    )
    const file = await download(world, `/admin/stock-history/export?inventory_item_id=${rows[0]!.id}`)
    expect(file.type).toBe("text/csv; charset=utf-8")
    expect(file.disposition).toMatch(/^attachment; filename="stock-iitem_\w+\.csv"$/)
    expect(file.lines.at(-2)).toMatchObject({
      kind: "stock",
      item: "'=SUM(9)",
      on_hand_change: "3",
      who: login.email,
    })

    const whole = (await history("limit=200")).history
    const listings = await download(world, `/admin/listings/${listing.id}/history/export`)
    expect(listings.lines.map((line) => [line.at, line.kind])).toEqual(whole.map((row) => [row.at, row.kind]))
  })

  it("explains a moment: stock, orders, the decision, what was accepted then", async () => {
    const at = async (moment: string) =>
      (await api.get<{ explanation_at: ExplanationAt }>(`/admin/listings/${listing.id}/explain?at=${moment}`))
        .explanation_at
    expect(await at(beforeTheSale)).toMatchObject({
      variant: { sku: "MUG" },
      stock: { on_hand: 10, reserved: 0, available: 10 },
      reservations: [],
      decision: { desired: 10, withheld: null, sum: { on_hand: 10, available: 10, publishable: 10 } },
      accepted: { value: 10 },
      on_its_way: null,
      untold: ["read_mark"],
    })
    const sold = find((await history("kinds=push&limit=200")).history, "push").find((row) => row.value === 6)
    const later = new Date(Date.parse(sold!.answered_at!) + 1).toISOString()
    expect(await at(later)).toMatchObject({
      stock: { on_hand: 10, reserved: 4, available: 6 },
      reservations: [{ quantity: 4, order_external_id: orderNumber }],
      decision: { desired: 6 },
      accepted: { value: 6, push_id: sold!.push_id },
    })
  })

  it("explains beside the present what it waits for", async () => {
    const answer = await api.get<{ explanation: Explanation; standing: Standing }>(
      `/admin/listings/${listing.id}/explain`,
    )
    expect(answer.standing).toMatchObject({ waits_for: [], changes_with: [{ kind: "stock" }] })
    expect(answer.standing.read_mark.read_through).not.toBeNull()
    await api.post(`/admin/channels/${world.channelIds.TR}`, { state: "paused" })
    await world.setStock("MUG", 5)
    await eventually("the channel's pause to be what it waits for", async () => {
      const { standing } = await api.get<{ standing: Standing }>(`/admin/listings/${listing.id}/explain`)
      return standing.waits_for[0]?.kind === "channel_paused"
    })
    await api.post(`/admin/channels/${world.channelIds.TR}`, { state: "active" })
  })

  it.each([
    [`explain?at=2999-01-01T00:00:00Z`, "has not come yet"],
    [`explain?at=2020-01-01T00:00:00Z`, "known since"],
    [`explain?at=yesterday`, "must be a moment such as"],
    [`history?before=nonsense`, "`next` of an earlier page"],
    [`history?kinds=stock,magic`, "kinds are"],
    [`history?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z`, "earlier than"],
    [`history/series?form=2026-01-02T00:00:00Z`, "form"],
  ])("refuses %s and says why", async (path, words) => {
    const { status, body } = await api.refused("GET", `/admin/listings/${listing.id}/${path}`)
    expect({ status, message: body.message }).toEqual({
      status: 400,
      message: expect.stringContaining(words) as string,
    })
  })

  it("answers 404 for listings that do not exist", async () => {
    for (const rest of ["history", "history/series", "history/export"]) {
      expect((await api.refused("GET", `/admin/listings/123456789/${rest}`)).status).toBe(404)
    }
  })
})

interface Download {
  type: string | null
  disposition: string | null
  lines: Record<string, string>[]
}

async function download(world: World, path: string): Promise<Download> {
  const { body, headers } = await world.admin.text(path)
  const lines = parse<Record<string, string>>(body, { columns: true, bom: true })
  return { type: headers.get("content-type"), disposition: headers.get("content-disposition"), lines }
}
