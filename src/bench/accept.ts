import type { Client } from "pg"
import type { Stage } from "../stage/medusa"
import { buy, openShop, type Shop, type Storefront } from "../stage/shop"
import { until } from "../stage/until"
import { acceptanceTimes, type Acceptance, type Movement } from "./acceptance"
import { inventOrders } from "./deliveries"
import { openLoop } from "./pace"
import { seededRandom } from "./random"
import type { Bench, BenchResult } from "./result"
import { leastWrites, summarise } from "./statistics"

const perSecond = 5
const seconds = 60
const products = 60
const opening = 15_000
const storefronts: Storefront[] = ["TR", "RO"]
/** What the engine lets travel together, and what Trendyol takes in one request. */
const windowMs = 250
const batch = 1_000

/** From a sale to the moment when both channels have accepted what is left, and how many calls that takes. */
export const acceptBench: Bench = { about: 130, run: accept }

async function accept(stage: Stage): Promise<BenchResult> {
  const shop = await openShop(stage, { name: "bench-accept", storefronts, products, stocked: opening })
  try {
    const before = await shop.sandbox.calls()
    const { rows } = await shop.db.query<{ now: Date }>(`select clock_timestamp() as now`)
    const began = rows[0]?.now ?? new Date(0)
    await sell(shop)
    await untilQuiet(shop.db)
    const after = await shop.sandbox.calls()
    return judge({
      movements: await movementsSince(shop.db, began),
      acceptances: await acceptancesSince(shop.db, began),
      lanes: [...shop.channelIds.values()],
      calls: {
        writes: countOf(after, "price-and-inventory") - countOf(before, "price-and-inventory"),
        answers: countOf(after, "batch-result") - countOf(before, "batch-result"),
      },
    })
  } finally {
    await shop.close()
  }
}

async function sell({ sandbox }: Shop): Promise<void> {
  const orders = inventOrders(seededRandom(1), { count: perSecond * seconds, products, mostLines: 3 })
  await openLoop({ count: orders.length, perSecond }, (index) =>
    buy(sandbox, storefronts[index % storefronts.length] ?? "TR", orders[index] ?? []),
  )
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

function judge({ movements, acceptances, lanes, calls }: Observed): BenchResult {
  const { latencies, unheard } = acceptanceTimes(movements, acceptances, { opening, lanes })
  const { p50, p95, p99, max } = summarise(latencies)
  const changes = lanes.flatMap((lane) => movements.map(({ item, atMs }) => ({ lane, listing: item, atMs })))
  const least = leastWrites(changes, { windowMs, batch })
  return {
    title: `Buyers at ${perSecond} orders a second on two channels for ${seconds} s: from the reservation to the figure accepted by both`,
    measures: [
      { name: "changes", value: movements.length, unit: "count" },
      { name: "changes never accepted", value: unheard, unit: "count", bound: { atMost: 0 } },
      { name: "accepted by both, p50", value: p50 / 1000, unit: "s" },
      { name: "accepted by both, p95", value: p95 / 1000, unit: "s" },
      { name: "accepted by both, p99", value: p99 / 1000, unit: "s", bound: { atMost: 1.5 } },
      { name: "accepted by both, slowest", value: max / 1000, unit: "s" },
      { name: "writes sent", value: calls.writes, unit: "count" },
      { name: "answers asked for", value: calls.answers, unit: "count" },
      { name: `fewest writes possible in windows of ${windowMs} ms`, value: least, unit: "count" },
      {
        name: "calls ÷ fewest possible (a write and one look at its answer)",
        value: (calls.writes + calls.answers) / (2 * least),
        unit: "×",
        bound: { atMost: 1.05 },
      },
    ],
  }
}
