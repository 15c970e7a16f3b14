import type { ChannelAnswer, ChannelOrder, ListingList } from "@serai/channels/admin/lib/wire"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { barcodeOf } from "../support/world"
import { createDoorWorld, type DoorWorld, type WirePackage } from "./webhook-door"

describe("orders from a marketplace", () => {
  let world: DoorWorld
  let api: DocumentedApi
  let nextNumber = 70_000_000

  beforeAll(async () => {
    world = await createDoorWorld({ storefronts: ["TR"], products: { MUG: 100, BOWL: 30, CUP: 20 } })
    api = new DocumentedApi(world.admin)
  }, 240_000)
  afterAll(() => world.close())

  const channelId = () => world.channelIds.TR!

  const untilReserved = (orderNumber: string, reserved: number[], status = "pending") =>
    eventually(`order ${orderNumber} to be ${status} and reserve ${reserved.join(" and ")}`, async () => {
      const [order] = await world.orders(orderNumber)
      const found = order?.lines.map((line) => line.reserved)
      if (order?.status !== status || JSON.stringify(found) !== JSON.stringify(reserved)) {
        throw new Error(JSON.stringify(order))
      }
      return order
    })

  const pull = () => world.admin.post(`/admin/channels/${channelId()}/sync`, { what: "orders" })

  /** Another order in the shape of a real one, which the marketplace itself knows nothing of. */
  async function inventedOrder(change: (pack: WirePackage) => void = () => undefined): Promise<WirePackage> {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 3 }])
    const pack = await world.toldOf(orderNumber)
    world.cancel("TR", orderNumber)
    nextNumber += 1
    pack.orderNumber = String(nextNumber)
    pack.shipmentPackageId = nextNumber
    pack.lines[0]!.lineId = nextNumber * 10
    change(pack)
    return pack
  }

  const entriesOf = async (orderNumber: string) =>
    (
      await world.db.query<{
        state: string
        error_code: string | null
        error: string | null
        repeats: number
      }>(`select state, error_code, error, repeats from ledger.inbox where external_id = $1 order by id`, [
        orderNumber,
      ])
    ).rows

  it("make one order, however webhooks and polls coincide", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 2 }])
    await Promise.all([pull(), pull()])
    const body = `{"content":[${await world.bodyOf(orderNumber)}]}`
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.deliverBytes("TR", body)))
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200))
    await pull()

    await untilReserved(orderNumber, [2])
    expect(await world.orders(orderNumber)).toHaveLength(1)
    const entries = await entriesOf(orderNumber)
    expect(entries).toHaveLength(1)
    expect(entries[0]!.repeats).toBeGreaterThanOrEqual(20)
  })

  it("end the same when their facts come backwards", async () => {
    const created = await inventedOrder()
    const at = Number(created.lastModifiedDate)
    const unpacked = {
      ...created,
      status: "UnPacked",
      shipmentPackageStatus: "UnPacked",
      lastModifiedDate: at + 1,
    }
    const part = (id: number, quantity: number): WirePackage => ({
      ...created,
      shipmentPackageId: Number(created.shipmentPackageId) * 10 + id,
      originPackageIds: [created.shipmentPackageId],
      lastModifiedDate: at + 2 + id,
      lines: [{ ...created.lines[0], quantity }],
    })
    const number = String(created.orderNumber)

    await world.deliver("TR", part(2, 1))
    await untilReserved(number, [1])
    await world.deliver("TR", part(1, 2))
    await untilReserved(number, [3])
    await world.deliver("TR", unpacked)
    await world.deliver("TR", created)
    await eventually("all facts to be read", async () =>
      (await entriesOf(number)).every((entry) => entry.state === "done"),
    )
    expect(await world.orders(number)).toEqual([
      { status: "pending", lines: [{ sku: "MUG", quantity: 3, reserved: 3 }] },
    ])
  })

  it("give back what is cancelled in part, and only that", async () => {
    const { orderNumber } = world.buy("TR", [
      { sku: "MUG", quantity: 5 },
      { sku: "BOWL", quantity: 2 },
    ])
    await untilReserved(orderNumber, [2, 5])
    world.cancel("TR", orderNumber, [{ sku: "MUG", quantity: 2 }])
    await untilReserved(orderNumber, [2, 3])
    world.cancel("TR", orderNumber)
    expect((await untilReserved(orderNumber, [0, 0], "canceled")).lines).toMatchObject([
      { quantity: 2 },
      { quantity: 5 },
    ])
  })

  it("are counted once when they are split, and split again", async () => {
    const { orderNumber } = world.buy("TR", [
      { sku: "MUG", quantity: 4 },
      { sku: "BOWL", quantity: 1 },
      { sku: "CUP", quantity: 2 },
    ])
    await untilReserved(orderNumber, [1, 2, 4])
    const { newPackageIds } = world.sandbox.buyers.splitOrder(orderNumber)
    expect(newPackageIds).toHaveLength(3)
    await eventually("the parts to be read", async () => {
      const { rows } = await world.db.query(
        `select 1 from ledger.order_package where order_external_id = $1 and state <> 'unpacked'`,
        [orderNumber],
      )
      return rows.length === 3
    })
    await untilReserved(orderNumber, [1, 2, 4])
    world.cancel("TR", orderNumber, [{ sku: "CUP", quantity: 1 }])
    await untilReserved(orderNumber, [1, 1, 4])
  })

  it("keep their reservation when a waiting order's provisional lines get their real ids", async () => {
    const { orderNumber } = world.sandbox.buyers.placeOrder({
      sellerId: 4711,
      lines: [{ barcode: barcodeOf("CUP"), quantity: 3 }],
      status: "Awaiting",
    })
    await untilReserved(orderNumber, [3])
    world.sandbox.buyers.moveOrder(orderNumber, "Created")
    const line = await eventually("the line to get its id", async () => {
      const { rows } = await world.db.query<{ external_id: string; line_item_id: string }>(
        `select external_id, line_item_id from ledger.order_line where order_external_id = $1`,
        [orderNumber],
      )
      expect(rows).toHaveLength(1)
      return rows[0]!.external_id !== barcodeOf("CUP") && rows[0]
    })
    expect(await world.orders(orderNumber)).toEqual([
      { status: "pending", lines: [{ sku: "CUP", quantity: 3, reserved: 3 }] },
    ])
    const { rows } = await world.db.query(`select metadata from order_line_item where id = $1`, [
      line.line_item_id,
    ])
    expect(rows).toEqual([
      { metadata: { serai: { external_line_id: line.external_id, listing: barcodeOf("CUP") } } },
    ])
  })

  it("are cancelled while they wait, too", async () => {
    const { orderNumber } = world.sandbox.buyers.placeOrder({
      sellerId: 4711,
      lines: [{ barcode: barcodeOf("CUP"), quantity: 1 }],
      status: "Awaiting",
    })
    await untilReserved(orderNumber, [1])
    world.cancel("TR", orderNumber)
    await untilReserved(orderNumber, [0], "canceled")
  })

  it("open again when a cancelled order turns out to go on in another package", async () => {
    const rest = await inventedOrder()
    const number = String(rest.orderNumber)
    const cancelled: WirePackage = {
      ...rest,
      shipmentPackageId: Number(rest.shipmentPackageId) * 10,
      status: "Cancelled",
      shipmentPackageStatus: "Cancelled",
      lines: [{ ...rest.lines[0], quantity: 2 }],
    }
    await world.deliver("TR", cancelled)
    await eventually(
      "the cancelled order",
      async () => (await world.orders(number))[0]?.status === "canceled",
    )
    await world.deliver("TR", { ...rest, originPackageIds: [cancelled.shipmentPackageId] })
    expect((await untilReserved(number, [3])).lines).toMatchObject([{ quantity: 5 }])
  })

  describe("with something wrong", () => {
    const untilDead = (orderNumber: string) =>
      eventually("the entry to be dead", async () => {
        const entries = await entriesOf(orderNumber)
        return entries.find((entry) => entry.state === "dead")
      })

    it.each([
      ["a negative quantity", { quantity: -1 }, "quantity"],
      ["a fractional quantity", { quantity: 1.5 }, "quantity"],
      ["no quantity", { quantity: null }, "quantity"],
    ])("wait with a sentence: %s", async (_name, change, word) => {
      const pack = await inventedOrder((one) => Object.assign(one.lines[0]!, change))
      expect((await world.deliver("TR", pack)).status).toBe(200)
      const entry = await untilDead(String(pack.orderNumber))
      expect(entry.error).toContain(word)
      expect(await world.orders(String(pack.orderNumber))).toEqual([])
    })

    it.each(["ZZZ", "lira", ""])("wait with a sentence: the currency %p", async (currency) => {
      const pack = await inventedOrder((one) => {
        one.currencyCode = currency
        one.lines[0]!.currencyCode = currency
      })
      expect((await world.deliver("TR", pack)).status).toBe(200)
      const entry = await untilDead(String(pack.orderNumber))
      expect(entry.error).toMatch(/currency/i)
      expect(await world.orders(String(pack.orderNumber))).toEqual([])
    })

    it("become orders when their body is mended and they are replayed", async () => {
      const pack = await inventedOrder((one) => Object.assign(one.lines[0]!, { quantity: -3 }))
      const number = String(pack.orderNumber)
      await world.deliver("TR", pack)
      await untilDead(number)
      const { rows } = await world.db.query<{ id: string }>(
        `update ledger.inbox set body = replace(body, '"quantity":-3', '"quantity":3') where external_id = $1 returning id`,
        [number],
      )
      await api.post("/admin/inbox/replay", { ids: [rows[0]!.id] })
      await untilReserved(number, [3])
    })

    it("keep their first telling when a second one contradicts it", async () => {
      const first = await inventedOrder()
      const number = String(first.orderNumber)
      await world.deliver("TR", first)
      await untilReserved(number, [3])
      await world.deliver("TR", { ...first, lines: [{ ...first.lines[0], quantity: 9 }] })
      expect(await untilDead(number)).toMatchObject({ error_code: "conflict" })
      expect(await world.orders(number)).toMatchObject([{ lines: [{ quantity: 3, reserved: 3 }] }])
    })

    it("have their tries spread over time, whatever figures wait for them and whatever else arrives", async () => {
      const triesOf = async (number: string) =>
        (
          await world.db.query<{ attempts: number; state: string }>(
            `select attempts, state from ledger.inbox where external_id = $1`,
            [number],
          )
        ).rows[0]
      await world.db.query(`
        create function public.refuse_orders() returns trigger language plpgsql as
          $$ begin raise exception 'no room for orders'; end $$;
        create trigger refuse_orders before insert on public."order"
          for each row execute function public.refuse_orders()`)
      const pack = await inventedOrder()
      const orderNumber = String(pack.orderNumber)
      try {
        await world.deliver("TR", pack)
        await eventually("the first try", async () => ((await triesOf(orderNumber))?.attempts ?? 0) > 0)
        const began = Date.now()
        await world.setStock("BOWL", 60)
        const tried = await eventually(
          "the third try",
          async () => {
            await world.deliver(
              "TR",
              pack,
              await inventedOrder((other) => Object.assign(other.lines[0]!, { quantity: -1 })),
            )
            const entry = await triesOf(orderNumber)
            return entry && entry.attempts >= 3 ? entry : undefined
          },
          { everyMs: 200 },
        )
        expect(Date.now() - began).toBeGreaterThan(5_000)
        expect(tried.state).toBe("pending")
      } finally {
        await world.db.query(
          `drop trigger refuse_orders on public."order"; drop function public.refuse_orders()`,
        )
      }
      await untilReserved(orderNumber, [3])
    })

    it("do not hold up the good ones of the same delivery", async () => {
      const bad = await inventedOrder((one) => Object.assign(one.lines[0]!, { quantity: 0.1 }))
      const good = await inventedOrder()
      await world.deliver("TR", bad, good)
      await untilReserved(String(good.orderNumber), [3])
      await untilDead(String(bad.orderNumber))
    })
  })

  describe("of something we do not know", () => {
    const ghost = barcodeOf("GHOST")
    let listingId: string

    it("become orders with an unmapped line, in the mapping queue", async () => {
      world.sandbox.putProducts(4711, [{ barcode: ghost, stockCode: "OTHER", title: "A ghost", quantity: 8 }])
      await world.admin.post(`/admin/channels/${channelId()}/sync`, { what: "listings" })
      listingId = await eventually("the listing", async () => {
        const { listings } = await api.get<ListingList>(`/admin/listings?q=${ghost}&filter=unmapped`)
        return listings[0]?.id
      })
      const { orderNumber } = world.buy("TR", [{ sku: "GHOST", quantity: 2 }])
      const orderId = await eventually("the order", async () => {
        const { rows } = await world.db.query<{ order_id: string }>(
          `select order_id from ledger.channel_order where external_id = $1`,
          [orderNumber],
        )
        return rows[0]?.order_id
      })
      expect(await world.orders(orderNumber)).toMatchObject([
        { status: "pending", lines: [{ quantity: 2, reserved: 0 }] },
      ])
      const { channel_order: order } = await api.get<{ channel_order: ChannelOrder }>(
        `/admin/orders/${orderId}/channel`,
      )
      expect(order.lines).toMatchObject([{ state: "unmapped", listing_id: listingId, variant_id: null }])
      const { channel } = await api.get<ChannelAnswer>(`/admin/channels/${channelId()}`)
      expect(channel.figures.unmapped_order_lines).toBe(1)
    })

    it("reserve their pieces when the listing is mapped later, and count from then on", async () => {
      const { variants } = await world.admin.get<{ variants: { id: string }[] }>(
        "/admin/product-variants?sku=BOWL",
      )
      const before = world.shown("TR", "BOWL")!
      await api.post(`/admin/listings/${listingId}/map`, { variant_id: variants[0]!.id })

      await world.untilShown("TR", "BOWL", before - 2)
      await world.untilShown("TR", "GHOST", before - 2)
      const { rows } = await world.db.query(
        `select l.state, i.variant_id from ledger.order_line l join order_line_item i on i.id = l.line_item_id
         where l.listing_external_id = $1`,
        [ghost],
      )
      expect(rows).toEqual([{ state: "reserved", variant_id: variants[0]!.id }])
    })

    it("give back what they reserved when the listing was mapped elsewhere in between", async () => {
      const { orderNumber } = world.buy("TR", [{ sku: "GHOST", quantity: 1 }])
      await untilReserved(orderNumber, [1])
      const { variants } = await world.admin.get<{ variants: { id: string }[] }>(
        "/admin/product-variants?sku=CUP",
      )
      await api.post(`/admin/listings/${listingId}/map`, { variant_id: variants[0]!.id })
      world.cancel("TR", orderNumber)
      await untilReserved(orderNumber, [0], "canceled")
    })
  })
})
