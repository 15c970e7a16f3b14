import { setTimeout as sleep } from "node:timers/promises"
import type { Client } from "pg"
import { barcodeOf, itemIdOf, setStock } from "../stage/catalogue"
import type { Stage } from "../stage/medusa"
import { fillShelf, openShop, type Shop } from "../stage/shop"
import { until } from "../stage/until"
import { fillUp } from "./fill-up"
import { seededRandom } from "./random"
import type { Bench, BenchResult, Measure } from "./result"
import { summarise } from "./statistics"

const listings = 50_000
/** Read from the marketplace; the others are put into the database. */
const read = 100
const stocked = 1_000
/** What the API takes at once. */
const perRequest = 10_000
/** Sold-outs come at random moments, so far apart on average. */
const gapMs = 250
const peers = 120

/** Sold-out figures while every price of a big channel changes, against the same without that. */
export const overtakeBench: Bench = { about: 200, run: overtake }

async function overtake(stage: Stage): Promise<BenchResult> {
  const shop = await openShop(stage, { name: "bench-overtake", storefronts: ["TR"], products: read, stocked })
  try {
    const rest = { from: read + 1, to: listings }
    await fillShelf(shop.sandbox, { seller: 0, ...rest }, stocked)
    await fillUp(shop, rest, stocked)
    const victims = shuffled(listings)
    let left = peers
    const alone = await sellOut(shop.db, victims, () => left-- > 0)

    const began = performance.now()
    const change = changePrices(shop)
    let changing = true
    const priced = change.finally(() => (changing = false))
    const during = await sellOut(shop.db, victims, () => changing)
    const tookMs = (await priced) - began
    return {
      title: `${listings.toLocaleString("en")} prices of one channel change at once; meanwhile items sell out at random moments, about every ${gapMs} ms: from the stock movement to the zero accepted`,
      measures: [
        { name: "the price change takes", value: tookMs / 1000, unit: "s" },
        ...timesOf("while prices change", during, { atMost: 2 }),
        ...timesOf("the same without it", alone),
      ],
    }
  } finally {
    await shop.close()
  }
}

/** Every product once, in an order that repeats. */
function* shuffled(count: number): Generator<number, undefined> {
  const random = seededRandom(7)
  const products = Array.from({ length: count }, (_, index) => index + 1)
  for (let left = count; left > 0; left -= 1) {
    const at = Math.floor(random() * left)
    yield products[at] ?? 1
    products[at] = products[left - 1] ?? 1
  }
}

/** Whether or not the last one was accepted; resolves with how long each took when all are. */
async function sellOut(
  db: Client,
  victims: Generator<number, undefined>,
  goesOn: () => boolean,
): Promise<number[]> {
  const random = seededRandom(11)
  const soldOut: string[] = []
  while (goesOn()) {
    await sleep(-Math.log(1 - random()) * gapMs)
    const product = victims.next().value
    if (product === undefined) break
    await setStock(db, product, 0)
    soldOut.push(itemIdOf(product))
  }
  let times: number[] = []
  await until("every zero to be accepted", 120_000, async () => {
    times = await acceptedAfter(db, soldOut)
    return times.length === soldOut.length
  })
  return times
}

async function acceptedAfter(db: Client, items: string[]): Promise<number[]> {
  const { rows } = await db.query<{ ms: number }>(
    `select extract(epoch from a.accepted_at - m.occurred_at)::float8 * 1000 as ms
     from product_variant_inventory_item r
     join ledger.listing l on l.variant_id = r.variant_id
     join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock' and a.accepted = '0'
     join lateral (select occurred_at from ledger.stock_movement m where m.inventory_item_id = r.inventory_item_id
       order by m.id desc limit 1) m on true
     where r.inventory_item_id = any($1)`,
    [items],
  )
  return rows.map(({ ms }) => ms)
}

/** All of them, as a program would; resolves with the time when the marketplace has accepted the last. */
async function changePrices({ api, channelIds, db }: Shop): Promise<number> {
  const channelId = channelIds.get("TR") ?? ""
  for (let from = 1; from <= listings; from += perRequest) {
    const count = Math.min(perRequest, listings - from + 1)
    const prices = Array.from({ length: count }, (_, index) => ({
      external_id: barcodeOf(from + index),
      sale_price: "11.50",
      list_price: "14.90",
    }))
    await api.send("POST", `/admin/channels/${channelId}/prices`, { prices })
  }
  await until("every price to be accepted", 600_000, async () => {
    // Both look into a small index: who watches must not be what is measured.
    const { rows } = await db.query<{ done: boolean }>(
      `select not exists (select from ledger.aspect where channel_id = $1 and aspect = 'price' and state = 'due')
         and not exists (select from ledger.aspect
           where channel_id = $1 and aspect = 'price' and state in ('sent', 'refused', 'unknown')) as done`,
      [channelId],
    )
    return rows[0]?.done ?? false
  })
  return performance.now()
}

function timesOf(when: string, times: number[], bound?: { atMost: number }): Measure[] {
  const { count, p50, p99, max } = summarise(times)
  return [
    { name: `${when}: items sold out`, value: count, unit: "count" },
    { name: `${when}: zero accepted, p50`, value: p50 / 1000, unit: "s" },
    { name: `${when}: zero accepted, p99`, value: p99 / 1000, unit: "s", ...(bound && { bound }) },
    { name: `${when}: zero accepted, slowest`, value: max / 1000, unit: "s" },
  ]
}
