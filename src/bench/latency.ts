import type { Client } from "pg"
import { itemIdOf, setStock } from "../stage/catalogue"
import type { Stage } from "../stage/medusa"
import { openShop } from "../stage/shop"
import { until } from "../stage/until"
import { sizes } from "./compare"
import { fillUp } from "./fill-up"
import { seededRandom } from "./random"
import type { Bench, BenchResult, Measure } from "./result"
import { percentile, summarise } from "./statistics"

/** Products that the marketplace knows; the other listings only fill the database. */
const products = 100
const changes = 25
const stocked = 1_000

/** One item's stock changes in a quiet shop: how long until the marketplace has accepted it, at growing numbers of listings. */
export const latencyBench: Bench = { about: 240, run: latency }

async function latency(stage: Stage): Promise<BenchResult> {
  const shop = await openShop(stage, { name: "bench-latency", storefronts: ["TR"], products, stocked })
  try {
    const measures: Measure[] = []
    const medians: number[] = []
    let listings = products
    for (const size of sizes) {
      await fillUp(shop, { from: listings + 1, to: size }, stocked)
      listings = size
      const times = await changeOneByOne(shop.db, size)
      const { p50, p99 } = summarise(times.map(({ accepted }) => accepted))
      const desired = percentile(
        times.map((time) => time.desired),
        50,
      )
      const count = size.toLocaleString("en")
      measures.push(
        { name: `among ${count} listings: desired figure written (median)`, value: desired, unit: "ms" },
        { name: `among ${count} listings: accepted (median)`, value: p50, unit: "ms" },
        { name: `among ${count} listings: accepted (p99)`, value: p99, unit: "ms" },
      )
      medians.push(p50)
    }
    const ratio = (medians.at(-1) ?? 0) / (medians[0] ?? 1)
    measures.push({ name: "100,000 ÷ 1,000 listings", value: ratio, unit: "×", bound: { atMost: 1.5 } })
    return {
      title: `One change at a time, ${changes} of them: from the stock movement to the figure accepted`,
      measures,
    }
  } finally {
    await shop.close()
  }
}

interface Times {
  desired: number
  accepted: number
}

async function changeOneByOne(db: Client, seed: number): Promise<Times[]> {
  const random = seededRandom(seed)
  const times: Times[] = []
  for (let index = 0; index < changes; index += 1) {
    const product = 1 + Math.floor(random() * products)
    await setStock(db, product, 1 + Math.floor(random() * 10_000))
    await until("the change to be accepted", 60_000, async () => {
      const time = await timeOf(db, product)
      if (time) times.push(time)
      return time !== undefined
    })
  }
  return times
}

/** What the ledger noted of the newest movement of a product's item; undefined while it is not accepted. */
async function timeOf(db: Client, product: number): Promise<Times | undefined> {
  const { rows } = await db.query<Times>(
    `select extract(epoch from a.desired_at - m.occurred_at)::float8 * 1000 as desired,
       extract(epoch from a.accepted_at - m.occurred_at)::float8 * 1000 as accepted
     from product_variant_inventory_item r
     join ledger.listing l on l.variant_id = r.variant_id
     join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock' and a.state = 'settled'
     join lateral (select occurred_at from ledger.stock_movement m where m.inventory_item_id = r.inventory_item_id
       order by m.id desc limit 1) m on a.desired_at > m.occurred_at and a.accepted_at > a.desired_at
     where r.inventory_item_id = $1`,
    [itemIdOf(product)],
  )
  return rows[0]
}
