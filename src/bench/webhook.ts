import type { Stage } from "../stage/medusa"
import { openShop, orderNumberIn, type Shop } from "../stage/shop"
import { catchDeliveries, deliveriesOf, inventOrders, type Delivery } from "./deliveries"
import { openLoop } from "./pace"
import { seededRandom } from "./random"
import type { Bench, BenchResult, Measure } from "./result"
import { summarise } from "./statistics"

const perSecond = 100
const seconds = 30
const products = 100

/** How fast a webhook is answered, and whether what was answered is there. */
export const webhookBench: Bench = { about: 240, run: webhook }

async function webhook(stage: Stage): Promise<BenchResult> {
  const apart = await measureIn(stage, true)
  const together = await measureIn(stage, false)
  return {
    title: `Webhooks with distinct orders at ${perSecond} a second for ${seconds} s, sent whether or not the last was answered; orders are ingested meanwhile`,
    measures: [...apart, ...together],
  }
}

async function measureIn(stage: Stage, workerApart: boolean): Promise<Measure[]> {
  const receiver = await catchDeliveries()
  const shop = await openShop(stage, {
    name: "bench-webhook",
    storefronts: ["TR"],
    products,
    stocked: 1_000_000,
    webhookUrl: receiver.address,
    workerApart,
  })
  try {
    const orders = inventOrders(seededRandom(1), { count: perSecond * seconds, products, mostLines: 3 })
    const deliveries = await deliveriesOf(shop, receiver, orders)
    const answers = await sendAll(shop, deliveries)
    return await judge(shop, answers, workerApart ? "server and worker apart" : "one process for both")
  } finally {
    await shop.close()
    await receiver.close()
  }
}

interface Answer {
  delivery: Delivery
  status: number
  ms: number
}

function sendAll({ server, channelIds }: Shop, deliveries: Delivery[]): Promise<Answer[]> {
  const url = `${server.url}/hooks/trendyol/${channelIds.get("TR") ?? ""}`
  return openLoop({ count: deliveries.length, perSecond }, async (index, dueAt) => {
    const delivery = deliveries[index]
    if (!delivery) throw new Error(`There is no delivery ${index}.`)
    const status = await send(url, delivery)
    return { delivery, status, ms: performance.now() - dueAt }
  })
}

/** The answer's status; 0 when there was none. */
async function send(url: string, { headers, body }: Delivery): Promise<number> {
  try {
    const response = await fetch(url, { method: "POST", headers, body })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

async function judge({ db }: Shop, answers: Answer[], where: string): Promise<Measure[]> {
  const answered = answers.filter(({ status }) => status === 200)
  const numbers = answered.map(({ delivery }) => orderNumberIn(delivery.body))
  const { rows } = await db.query<{ external_id: string }>(
    `select distinct external_id from ledger.inbox where external_id = any($1::text[])`,
    [numbers],
  )
  const { p50, p95, p99, max } = summarise(answers.map(({ ms }) => ms))
  const lost = new Set(numbers).size - rows.length
  return [
    {
      name: `${where}: answered 2xx`,
      value: answered.length,
      unit: "count",
      bound: { atLeast: answers.length },
    },
    { name: `${where}: answered, not in the inbox`, value: lost, unit: "count", bound: { atMost: 0 } },
    { name: `${where}: answer, p50`, value: p50, unit: "ms" },
    { name: `${where}: answer, p95`, value: p95, unit: "ms" },
    { name: `${where}: answer, p99`, value: p99, unit: "ms", bound: { atMost: 100 } },
    { name: `${where}: answer, slowest`, value: max, unit: "ms" },
  ]
}
