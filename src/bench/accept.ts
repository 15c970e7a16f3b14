import type { Client } from "pg"
import type { Stage } from "../stage/medusa"
import { buy, openShop, type Shop, type ShopOptions } from "../stage/shop"
import { until } from "../stage/until"
import { acceptanceTimes, type Acceptance, type Movement } from "./acceptance"
import { inventOrders } from "./deliveries"
import { openLoop } from "./pace"
import { seededRandom } from "./random"
import type { Bench, BenchResult, Measure } from "./result"
import { leastWrites, summarise } from "./statistics"

const perSecond = 5
const seconds = 60
const opening = 15_000
/** What the engine lets travel together, and what Trendyol takes in one request. */
const windowMs = 250
const batch = 1_000

interface Setting extends Pick<ShopOptions, "storefronts" | "products"> {
  name: string
  sellers: number
  /** Seconds within which all channels shall have accepted 99 of 100 changes. */
  bound: number
  /** How many calls that may take for each that could not be spared; left out where nothing is promised. */
  thrift?: number
}

const settings: Setting[] = [
  { name: "both", storefronts: ["TR", "RO"], sellers: 1, products: 60, bound: 1.5, thrift: 1.05 },
  { name: "all four", storefronts: ["TR"], sellers: 4, products: 2_500, bound: 1 },
]

/** From a sale to the moment when all channels have accepted what is left, and how many calls that takes. */
export const acceptBench: Bench = { about: 260, run: accept }

async function accept(stage: Stage): Promise<BenchResult> {
  const measures: Measure[] = []
  for (const setting of settings) measures.push(...(await acceptIn(stage, setting)))
  return {
    title:
      `Buyers at ${perSecond} orders a second for ${seconds} s: from the reservation to the figure accepted, by both storefronts of a seller with ` +
      `${settings[0]?.products ?? 0} products, and by four sellers with 10,000 listings. The marketplace takes 150 ms of it to work a batch off`,
    measures,
  }
}

async function acceptIn(stage: Stage, setting: Setting): Promise<Measure[]> {
  const { storefronts, sellers, products } = setting
  const options = { name: "bench-accept", storefronts, sellers, products, stocked: opening }
  const shop = await openShop(stage, options)
  try {
    const before = await shop.sandbox.calls()
    const { rows } = await shop.db.query<{ now: Date }>(`select clock_timestamp() as now`)
    const began = rows[0]?.now ?? new Date(0)
    await sell(shop, products)
    await untilQuiet(shop.db)
    const after = await shop.sandbox.calls()
    const observed = {
      movements: await movementsSince(shop.db, began),
      acceptances: await acceptancesSince(shop.db, began),
      lanes: shop.channels.map(({ id }) => id),
      calls: {
        writes: countOf(after, "price-and-inventory") - countOf(before, "price-and-inventory"),
        answers: countOf(after, "batch-result") - countOf(before, "batch-result"),
      },
    }
    return [...judge(setting, observed), ...(await hops(shop.db, { setting, began }))]
  } finally {
    await shop.close()
  }
}

async function sell({ channels, sandbox }: Shop, products: number): Promise<void> {
  const orders = inventOrders(seededRandom(1), { count: perSecond * seconds, products, mostLines: 3 })
  await openLoop({ count: orders.length, perSecond }, async (index) => {
    const place = channels[index % channels.length]
    if (place) await buy(sandbox, place, orders[index] ?? [])
  })
}

/** Every order in Medusa and every figure accepted. */
async function untilQuiet(db: Client): Promise<void> {
  await until("every sale to be accepted everywhere", 120_000, async () => {
    const { rows } = await db.query<{ quiet: boolean }>(
      `select not exists (select from ledger.inbox where state = 'pending') and not exists (select from ledger.dirty)
         and not exists (select from ledger.aspect where aspect = 'stock' and state <> 'settled')
         and (select count(distinct external_id) from ledger.inbox) >= $1 as quiet`,
      [perSecond * seconds],
    )
    return rows[0]?.quiet ?? false
  })
}

async function movementsSince(db: Client, since: Date): Promise<Movement[]> {
  const { rows } = await db.query<Movement>(
    `select inventory_item_id as item, extract(epoch from occurred_at)::float8 * 1000 as "atMs",
       reserved_delta::int as quantity
     from ledger.stock_movement where kind = 'reservation' and occurred_at >= $1`,
    [since],
  )
  return rows
}

/** What the ledger knows as accepted, at the time when it knew. */
async function acceptancesSince(db: Client, since: Date): Promise<Acceptance[]> {
  const { rows } = await db.query<Acceptance>(
    `select r.inventory_item_id as item, p.channel_id as lane, (i.value)::int as figure,
       extract(epoch from p.settled_at)::float8 * 1000 as "atMs"
     from ledger.push_item i join ledger.push p on p.id = i.push_id
     join ledger.listing l on l.id = i.listing_id
     join product_variant_inventory_item r on r.variant_id = l.variant_id
     where i.outcome = 'accepted' and p.created_at >= $1`,
    [since],
  )
  return rows
}

const countOf = (calls: Record<string, Record<string, number>>, endpoint: string): number =>
  Object.values(calls[endpoint] ?? {}).reduce((sum, count) => sum + count, 0)

interface Observed {
  movements: Movement[]
  acceptances: Acceptance[]
  lanes: string[]
  calls: { writes: number; answers: number }
}

function judge(setting: Setting, { movements, acceptances, lanes, calls }: Observed): Measure[] {
  const { name, bound, thrift } = setting
  const { latencies, unheard } = acceptanceTimes(movements, acceptances, { opening, lanes })
  const { p50, p95, p99, max } = summarise(latencies)
  const changes = lanes.flatMap((lane) => movements.map(({ item, atMs }) => ({ lane, listing: item, atMs })))
  const least = leastWrites(changes, { windowMs, batch })
  return [
    { name: `${name}: changes`, value: movements.length, unit: "count" },
    { name: `${name}: changes never accepted`, value: unheard, unit: "count", bound: { atMost: 0 } },
    { name: `${name}: accepted, p50`, value: p50 / 1000, unit: "s" },
    { name: `${name}: accepted, p95`, value: p95 / 1000, unit: "s" },
    { name: `${name}: accepted, p99`, value: p99 / 1000, unit: "s", bound: { atMost: bound } },
    { name: `${name}: accepted, slowest`, value: max / 1000, unit: "s" },
    { name: `${name}: writes sent`, value: calls.writes, unit: "count" },
    { name: `${name}: answers asked for`, value: calls.answers, unit: "count" },
    { name: `${name}: fewest writes possible in windows of ${windowMs} ms`, value: least, unit: "count" },
    {
      name: `${name}: calls ÷ fewest possible (a write and one look at its answer)`,
      value: (calls.writes + calls.answers) / (2 * least),
      unit: "×",
      ...(thrift !== undefined && { bound: { atMost: thrift } }),
    },
  ]
}

/** Where the time goes, push by push: a change's wait for its push is what remains. */
async function hops(db: Client, { setting, began }: { setting: Setting; began: Date }): Promise<Measure[]> {
  const { rows } = await db.query<{ taken: number; answered: number }>(
    `select extract(epoch from sent_at - created_at)::float8 * 1000 as taken,
       extract(epoch from settled_at - sent_at)::float8 * 1000 as answered
     from ledger.push where created_at >= $1 and state = 'settled'`,
    [began],
  )
  const taken = summarise(rows.map((row) => row.taken))
  const answered = summarise(rows.map((row) => row.answered))
  const { name } = setting
  return [
    { name: `${name}: of that, from claimed to taken by the marketplace, p50`, value: taken.p50, unit: "ms" },
    { name: `${name}: of that, from claimed to taken by the marketplace, p99`, value: taken.p99, unit: "ms" },
    { name: `${name}: of that, from taken to its answer written down, p50`, value: answered.p50, unit: "ms" },
    { name: `${name}: of that, from taken to its answer written down, p99`, value: answered.p99, unit: "ms" },
  ]
}
