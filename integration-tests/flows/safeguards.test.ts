import type { Brake } from "@serai/channels/ledger/queries/brakes"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type Storefront, type World } from "../support/world"

const many = Array.from({ length: 24 }, (_, index) => `PEN-${index}`)

/** No webhooks: what is sold is known only once it has been read. */
describe("figures while nobody tells of sales", () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR", "RO"],
      products: { SCARF: 5, GLOVE: 6, ...Object.fromEntries(many.map((sku) => [sku, 3])) },
      extra: { WEBHOOK_URL: "" },
    })
    for (const storefront of ["TR", "RO"] as const) {
      await world.untilShown(storefront, "SCARF", 5)
      await world.untilShown(storefront, many.at(-1)!, 3)
    }
  }, 240_000)
  afterAll(() => world.close())

  const change = (storefront: Storefront, values: Record<string, unknown>) =>
    world.admin.post(`/admin/channels/${world.channelIds[storefront]}`, values)

  const stateOf = async (storefront: Storefront) =>
    (
      await world.db.query<{ age: number; pulls: string }>(
        `select extract(epoch from clock_timestamp() - read_began_at)::float8 as age, read_began_at::text as pulls
         from ledger.channel_state where channel_id = $1`,
        [world.channelIds[storefront]],
      )
    ).rows[0]!

  /** Nobody has read this channel's orders within the time it allows. */
  const untilStale = (storefront: Storefront, seconds: number) =>
    eventually("the last reading to be too old", async () => (await stateOf(storefront)).age > seconds)

  const written = (storefront: Storefront, sku: string, since: number) =>
    world.sandbox.accepted
      .after(since)
      .entries.filter((write) => write.storefront === storefront && write.barcode === barcodeOf(sku))
      .map((write) => write.quantity)

  it("reads the orders before it writes above zero, so that a sold unit never comes back", async () => {
    await change("TR", { freshness_seconds: 1 })
    await untilStale("TR", 1.1)
    const since = world.sandbox.accepted.count
    world.buy("TR", [{ sku: "SCARF", quantity: 2 }])
    expect(world.shown("TR", "SCARF")).toBe(3)

    await world.setStock("SCARF", 9)

    await world.untilShown("TR", "SCARF", 7)
    await world.untilShown("RO", "SCARF", 7)
    expect(written("TR", "SCARF", since)).toEqual([7])
  })

  it("sells out at once, without reading anything first", async () => {
    await change("TR", { freshness_seconds: 1 })
    await untilStale("TR", 1.1)
    const { pulls } = await stateOf("TR")
    await world.setStock("GLOVE", 0)
    await world.untilShown("TR", "GLOVE", 0)
    expect((await stateOf("TR")).pulls).toBe(pulls)
  })

  it("puts back what somebody changed over there, and says that it did", async () => {
    const edit = (quantity: number) =>
      world.sandbox.putProducts(4711, [
        { barcode: barcodeOf("SCARF"), stockCode: "SCARF", title: "A scarf", quantity, salePrice: "10.00" },
      ])
    edit(12)
    expect(world.shown("TR", "SCARF")).toBe(12)
    await readBack("TR")
    await world.untilShown("TR", "SCARF", 7)
    const { rows } = await world.db.query(
      `select kind, expected, shown, repair from ledger.drift where channel_id = $1`,
      [world.channelIds.TR],
    )
    expect(rows).toEqual([{ kind: "edited_there", expected: 7, shown: 12, repair: "pushed" }])
  })

  it("looks twice before it raises what shows too little: an order may be on its way", async () => {
    const standing = async () =>
      (
        await world.db.query<{ drift: string | null; state: string; shown: number }>(
          `select a.drift, a.state, a.shown::int as shown from ledger.aspect a join ledger.listing l on l.id = a.listing_id
           where l.channel_id = $1 and l.external_id = $2`,
          [world.channelIds.TR, barcodeOf("SCARF")],
        )
      ).rows[0]
    await eventually("the answer to the last write", async () => (await standing())?.state === "settled")
    world.sandbox.putProducts(4711, [
      { barcode: barcodeOf("SCARF"), stockCode: "SCARF", title: "A scarf", quantity: 4, salePrice: "10.00" },
    ])
    await readBack("TR")
    await eventually("the doubt", async () => {
      const now = await standing()
      if (now?.drift !== "unread_order") throw new Error(JSON.stringify(now))
      return true
    })
    expect(world.shown("TR", "SCARF")).toBe(4)

    await world.db.query(
      `update ledger.aspect set drift_at = drift_at - interval '3 minutes' where drift is not null`,
    )
    await readBack("TR")
    await world.untilShown("TR", "SCARF", 7)
    await eventually("the doubt to end", async () => (await standing())?.drift === null)
  })

  it("stops before it empties a shop, shows what it holds, and goes on when a person lets it", async () => {
    await world.db.query(
      `update inventory_level set stocked_quantity = 0
       where inventory_item_id in (select id from inventory_item where sku like 'PEN-%')`,
    )
    // One that is just being sent beside another figure joins as soon as its answer is in.
    const brake = await eventually("the brake to hold them all", async () => {
      const { brakes } = await world.admin.get<{ brakes: Brake[] }>("/admin/brakes")
      return brakes.find(({ channel_id, listings }) => channel_id === world.channelIds.TR && listings === 24)
    })
    expect(brake).toMatchObject({ kind: "zero", of_listings: 26, channel_name: "Trendyol TR" })
    expect(brake.examples).toHaveLength(20)
    expect(brake.examples[0]).toMatchObject({ from: 3, to: 0 })

    // What is not part of it goes on.
    await world.setStock("SCARF", 20)
    await world.untilShown("TR", "SCARF", 18)
    expect(many.map((sku) => world.shown("TR", sku))).toEqual(many.map(() => 3))

    await world.admin.post(`/admin/brakes/${brake.id}/release`, {})
    for (const sku of many) await world.untilShown("TR", sku, 0)
    expect(world.shown("RO", many[0]!)).toBe(3)
  })

  it("lets go by itself when the cause is gone", async () => {
    await world.db.query(
      `update inventory_level set stocked_quantity = 3
       where inventory_item_id in (select id from inventory_item where sku like 'PEN-%')`,
    )
    const gone = async () => {
      const { brakes } = await world.admin.get<{ brakes: Brake[] }>("/admin/brakes")
      return !brakes.some(({ channel_id, kind }) => channel_id === world.channelIds.RO && kind === "zero")
    }
    await eventually("the brake of the other storefront to be gone", gone, { withinMs: 90_000 })
  })

  async function readBack(storefront: Storefront): Promise<void> {
    const last = async () =>
      (
        await world.db.query<{ at: string | null }>(
          `select last_read_back_at::text as at from ledger.channel_state where channel_id = $1`,
          [world.channelIds[storefront]],
        )
      ).rows[0]?.at
    const before = await last()
    await world.admin.post(`/admin/channels/${world.channelIds[storefront]}/sync`, { what: "shown" })
    await eventually("the figures to be read back", async () => (await last()) !== before)
  }
})
