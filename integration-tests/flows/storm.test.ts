import { setTimeout as pause } from "node:timers/promises"
import { eventually } from "../support/eventually"
import { freePort, startServer, type RunningServer } from "../support/server"
import { barcodeOf, createWorld, type Storefront, type World } from "../support/world"

const stock = { MUG: 300, BOWL: 200, CUP: 150, TRAY: 40, JUG: 12 }
type Sku = keyof typeof stock
const skus = Object.keys(stock) as Sku[]
const storefronts: Storefront[] = ["TR", "RO"]
const orders = 80

/** Two processes work on one database, and the marketplace refuses bursts of requests, whatever they are, with 429. */
describe("a storm of 429s while people buy", () => {
  let world: World
  let second: RunningServer

  beforeAll(async () => {
    world = await createWorld({ storefronts, products: stock })
    for (const sku of skus) for (const place of storefronts) await world.untilShown(place, sku, stock[sku])
    second = await startServer({ ...world.environment, port: await freePort(), workerMode: "worker" })
  }, 300_000)
  afterAll(async () => {
    await second.stop()
    await world.close()
  })

  const placed: { orderNumber: string; sku: Sku; quantity: number }[] = []

  function buySomething(turn: number): void {
    const storefront = storefronts[turn % 2]!
    const sku = skus[(turn * 7) % skus.length]!
    const quantity = 1 + (turn % 3)
    // The shelf promises less: the buyer goes home.
    if ((world.shown(storefront, sku) ?? 0) < quantity) return
    const { orderNumber } = world.buy(storefront, [{ sku, quantity }])
    placed.push({ orderNumber, sku, quantity })
  }

  const sold = (sku: Sku) =>
    placed.filter((order) => order.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0)

  const publishable = (sku: Sku) => Math.max(0, stock[sku] - sold(sku))

  it("loses no order and no figure", async () => {
    world.sandbox.setFaults({ storm429: { probability: 0.2, burst: 4 } })
    for (let turn = 0; turn < orders; turn += 1) {
      buySomething(turn)
      await pause(150)
    }
    const refused = world.sandbox.calls.count("price-and-inventory", 429)
    world.sandbox.setFaults({ storm429: null })
    expect(placed.length).toBeGreaterThan(orders / 2)
    expect(refused).toBeGreaterThan(0)

    await eventually(
      "every order once, its pieces reserved",
      async () => {
        for (const { orderNumber, quantity } of placed) {
          const found = await world.orders(orderNumber)
          if (found.length !== 1) throw new Error(`${orderNumber} is there ${found.length} times`)
          if (found[0]?.lines[0]?.reserved !== quantity) throw new Error(`${orderNumber} is not reserved`)
        }
        return true
      },
      { withinMs: 90_000, everyMs: 250 },
    )
    for (const place of storefronts) {
      for (const sku of skus) await world.untilShown(place, sku, publishable(sku), 60_000)
    }
  }, 240_000)

  it("lets nothing overtake: the marketplace took every listing's figures in the order in which they were wanted", async () => {
    await eventually("every answer", async () => {
      const { rows } = await world.db.query(
        `select from ledger.push where state in ('sending', 'pending', 'unknown') limit 1`,
      )
      return rows.length === 0
    })
    const { rows } = await world.db.query<{ channel_id: string; external_id: string; wanted: number[] }>(
      `select p.channel_id, i.external_id, array_agg((i.value)::int order by p.id) as wanted
       from ledger.push_item i join ledger.push p on p.id = i.push_id
       where i.outcome = 'accepted' group by 1, 2`,
    )
    const taken = world.sandbox.accepted.after(0, 100_000).entries
    for (const place of storefronts) {
      for (const sku of skus) {
        const wanted = rows.find(
          (row) => row.channel_id === world.channelIds[place] && row.external_id === barcodeOf(sku),
        )?.wanted
        const figures = taken
          .filter((write) => write.storefront === place && write.barcode === barcodeOf(sku))
          .map((write) => write.quantity)
        expect({ place, sku, figures }).toEqual({ place, sku, figures: wanted })
        expect(figures.at(-1)).toBe(publishable(sku))
      }
    }
  })

  it("keeps within every limit, both processes together", async () => {
    const { rows } = await world.db.query<{ workers: number }>(
      `select count(*)::int as workers from pg_stat_activity
       where datname = current_database() and application_name = 'serai-presence'`,
    )
    expect(rows[0]?.workers).toBe(2)
    const { overLimit } = world.sandbox.stats()
    expect(overLimit).toEqual({})
  })
})
