import { setTimeout as pause } from "node:timers/promises"
import { eventually } from "../support/eventually"
import type { Storefront } from "../support/world"
import { createDoorWorld, type DoorWorld } from "./webhook-door"

const seed = 20_261_120
const crashes = 10
const stock = { MUG: 400, BOWL: 300, CUP: 200, TRAY: 60, JUG: 20 }
type Sku = keyof typeof stock
const skus = Object.keys(stock) as Sku[]

/** Mulberry32: the same buyers and the same crashes every time. */
function random(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Placed {
  storefront: Storefront
  orderNumber: string
  /** Pieces still wanted. */
  wanted: Partial<Record<Sku, number>>
}

/** People who buy, and now and then change their minds, whatever happens to the server. */
class Shoppers {
  readonly placed: Placed[] = []
  #shopping = false
  #done = Promise.resolve()

  constructor(
    private readonly world: DoorWorld,
    private readonly draw: () => number,
  ) {}

  start(): void {
    this.#shopping = true
    this.#done = this.#shop()
  }

  async stop(): Promise<void> {
    this.#shopping = false
    await this.#done
  }

  async #shop(): Promise<void> {
    while (this.#shopping) {
      if (this.draw() < 0.2) this.#changeMind()
      else this.#buy()
      await pause(50 + this.draw() * 300)
    }
  }

  #pick = <T>(from: readonly T[]): T => from[Math.floor(this.draw() * from.length)]!

  #buy(): void {
    const storefront = this.#pick(["TR", "RO"] as const)
    const first = this.#pick(skus)
    const second = this.#pick(skus)
    const wanted: Placed["wanted"] = { [first]: 1 + Math.floor(this.draw() * 3) }
    if (second !== first && this.draw() < 0.3) wanted[second] = 1
    const lines = Object.entries(wanted).map(([sku, quantity]) => ({ sku, quantity }))
    // The shelf is empty or promises less: the buyer goes home.
    if (lines.some(({ sku, quantity }) => (this.world.shown(storefront, sku) ?? 0) < quantity)) return
    const { orderNumber } = this.world.buy(storefront, lines)
    this.placed.push({ storefront, orderNumber, wanted })
  }

  #changeMind(): void {
    const order = this.placed.length > 0 ? this.#pick(this.placed) : undefined
    const [line] = Object.entries(order?.wanted ?? {}).filter(([, quantity]) => quantity > 0) as [
      Sku,
      number,
    ][]
    if (!order || !line) return
    const [sku, quantity] = line
    const cancelled = this.draw() < 0.5 ? quantity : 1
    this.world.cancel(order.storefront, order.orderNumber, [{ sku, quantity: cancelled }])
    order.wanted[sku] = quantity - cancelled
  }
}

describe("a server that is killed again and again", () => {
  let world: DoorWorld

  beforeAll(async () => {
    world = await createDoorWorld({ storefronts: ["TR", "RO"], products: stock })
  }, 240_000)
  afterAll(() => world.close())

  /** Pieces reserved per order and SKU, and how often the order is there. */
  async function reserved(): Promise<Map<string, { orders: number; pieces: Record<string, number> }>> {
    const { rows } = await world.db.query<{ number: string; orders: number; pieces: Record<string, number> }>(
      `select o.metadata -> 'serai' ->> 'external_id' as number, count(distinct o.id)::int as orders,
         jsonb_object_agg(i.sku, coalesce(r.quantity, 0)) as pieces
       from "order" o
       join order_item d on d.order_id = o.id and d.version = o.version and d.deleted_at is null
       join order_line_item l on l.id = d.item_id
       join inventory_item i on i.sku = l.variant_sku
       left join (select line_item_id, sum(quantity) as quantity from reservation_item where deleted_at is null group by 1) r
         on r.line_item_id = l.id
       where o.metadata ? 'serai' group by 1`,
    )
    return new Map(rows.map(({ number, ...rest }) => [number, rest]))
  }

  const differences = async ({ placed }: Shoppers): Promise<string[]> => {
    const known = await reserved()
    return placed.flatMap(({ orderNumber, wanted }) => {
      const found = known.get(orderNumber)
      if (found?.orders !== 1) return [`order ${orderNumber} is there ${found?.orders ?? 0} times`]
      return Object.entries(wanted)
        .filter(([sku, quantity]) => found.pieces[sku] !== quantity)
        .map(
          ([sku, quantity]) =>
            `order ${orderNumber} reserves ${found.pieces[sku]} of ${sku} instead of ${quantity}`,
        )
    })
  }

  it(`ends with every order once, its pieces reserved, and both storefronts right, after ${crashes} crashes`, async () => {
    const draw = random(seed)
    const shoppers = new Shoppers(world, draw)
    shoppers.start()
    for (let crash = 0; crash < crashes; crash += 1) {
      await pause(300 + draw() * 2_500)
      await world.crash()
    }
    await shoppers.stop()
    expect(shoppers.placed.length).toBeGreaterThan(100)

    for (const channelId of Object.values(world.channelIds)) {
      await world.admin.post(`/admin/channels/${channelId}/sync`, { what: "orders" })
    }
    await eventually(
      "every order to be there once with its pieces reserved",
      async () => {
        const wrong = await differences(shoppers)
        if (wrong.length > 0) throw new Error(`${wrong.length}: ${wrong.slice(0, 5).join("; ")}`)
        return true
      },
      { withinMs: 60_000, everyMs: 250 },
    )
    const sold = (sku: Sku) => shoppers.placed.reduce((sum, { wanted }) => sum + (wanted[sku] ?? 0), 0)
    for (const sku of skus) {
      const publishable = Math.max(0, stock[sku] - sold(sku))
      await world.untilShown("TR", sku, publishable, 60_000)
      await world.untilShown("RO", sku, publishable, 60_000)
    }
    const { rows } = await world.db.query(
      `select id, error from ledger.inbox where state = 'dead'
       union all select listing_id, refusal from ledger.aspect where state = 'refused'`,
    )
    expect(rows).toEqual([])
  }, 360_000)

  it("has every order whose webhook it answered with 2xx, though it was killed in the same moment", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 2 }])
    const pack = await world.toldOf(orderNumber)
    // Only the webhook tells of it: no poll can bring it back.
    Object.assign(pack, { orderNumber: "80000001", shipmentPackageId: 80_000_001 })
    pack.lines[0]!.lineId = 800_000_010
    const answer = await world.deliver("TR", pack)
    await world.server.kill()
    expect(answer.status).toBe(200)
    await world.crash()
    await eventually("the order", async () => {
      const [order] = await world.orders("80000001")
      return order?.lines[0]?.reserved === 2
    })
  }, 120_000)
})
