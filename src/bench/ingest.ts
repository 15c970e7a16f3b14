import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { runMedusa, type Stage } from "../stage/medusa"
import { openShop, type Shop } from "../stage/shop"
import { catchDeliveries, deliveriesOf, inventOrders } from "./deliveries"
import { ordersPerSecond, timesSchema, type IngestInput, type IngestTimes } from "./ingest-exchange"
import { seededRandom } from "./random"
import type { Bench, BenchResult } from "./result"
import { percentile } from "./statistics"

const products = 200
const perRound = 40
const rounds = 3
const warmUp = 5
const singles = 20
const mostLines = 20

/** Orders with their reservations: Medusa's two workflows against the inbox and the engine, in one process, in turns. */
export const ingestBench: Bench = { about: 180, run: ingest }

async function ingest(stage: Stage): Promise<BenchResult> {
  const receiver = await catchDeliveries()
  const shop = await openShop(stage, {
    name: "bench-ingest",
    storefronts: ["TR"],
    products,
    stocked: 1_000_000,
    webhookUrl: receiver.address,
  })
  try {
    // Medusa's workflow wants a region, whichever.
    await shop.db.query(`insert into region (id, name, currency_code) values ('reg_stage', 'Stage', 'try')`)
    const count = warmUp + rounds * perRound + singles
    const orders = inventOrders(seededRandom(1), { count, products, mostLines })
    const deliveries = await deliveriesOf(shop, receiver, orders)
    await shop.server.process.stop()
    const input: IngestInput = {
      channelId: shop.channelIds.get("TR") ?? "",
      rounds: [
        deliveries.slice(0, warmUp),
        ...Array.from({ length: rounds }, (_, round) =>
          deliveries.slice(warmUp + round * perRound, warmUp + (round + 1) * perRound),
        ),
      ],
      singles: deliveries.slice(-singles),
    }
    const times = await runScript(stage, shop, input)
    const lines = orders
      .slice(warmUp, warmUp + rounds * perRound)
      .reduce((sum, order) => sum + order.length, 0)
    return await judge(shop, times, { lines, orders: count })
  } finally {
    await shop.close()
    await receiver.close()
  }
}

async function runScript(stage: Stage, shop: Shop, input: IngestInput): Promise<IngestTimes> {
  const folder = path.join(stage.site.project.data, "bench")
  const [inputFile, outputFile] = [path.join(folder, "ingest-in.json"), path.join(folder, "ingest-out.json")]
  mkdirSync(folder, { recursive: true })
  writeFileSync(inputFile, JSON.stringify(input))
  try {
    await runMedusa(stage, ["exec", "./src/bench/ingest-script.js", inputFile, outputFile], {
      name: "bench-ingest-script",
      databaseUrl: shop.databaseUrl,
      port: 9000,
    })
    return timesSchema.parse(JSON.parse(readFileSync(outputFile, "utf8")))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function judge(
  { db }: Shop,
  times: IngestTimes,
  expected: { lines: number; orders: number },
): Promise<BenchResult> {
  const { rows } = await db.query<{ orders: string }>(
    `select count(distinct c.order_id) as orders from ledger.channel_order c
     join ledger.order_line l on l.channel_id = c.channel_id and l.order_external_id = c.external_id
     join reservation_item r on r.line_item_id = l.line_item_id and r.deleted_at is null
     join "order" o on o.id = c.order_id`,
  )
  const [theirs, ours, single] = [times.medusa, times.batched, times.single].map(ordersPerSecond)
  return {
    title: `${rounds * perRound} orders with ${expected.lines} lines, in turns of ${perRound}: createOrderWorkflow and createReservationsWorkflow, then webhook, inbox and ingestion`,
    measures: [
      { name: "Medusa's two workflows", value: theirs ?? 0, unit: "/s" },
      { name: "inbox and engine", value: ours ?? 0, unit: "/s" },
      { name: "ratio", value: (ours ?? 0) / (theirs ?? 1), unit: "×", bound: { atLeast: 5 } },
      { name: "inbox and engine, one order at a time", value: single ?? 0, unit: "/s" },
      {
        name: "one order at a time (median)",
        value: percentile(
          times.single.map(({ ms }) => ms),
          50,
        ),
        unit: "ms",
      },
      {
        name: "orders ingested with reservations",
        value: Number(rows[0]?.orders ?? 0),
        unit: "count",
        bound: { atLeast: expected.orders },
      },
    ],
  }
}
