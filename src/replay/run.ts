import { seededRandom } from "@serai/channels/sandbox-kit"
import type { Stage } from "../stage/medusa"
import type { ReplayOptions } from "./arguments"
import type { Check } from "./checks/check"
import { checkFigures, checkPushes, checkShelves, recomputeFigures } from "./checks/figures"
import { changeLatency, leastCalls, orderLatency, piecesBeyondStock } from "./checks/measures"
import { checkNothingLeft, checkOrders, checkPieces, checkReservations } from "./checks/orders"
import { drain, type Drained } from "./drain"
import { createMeter } from "./meter"
import { constantFaults, noFaults, planMishaps } from "./misbehaviour"
import { openOrders, type OrderSource } from "./orders/source"
import { surveyOrders, type Survey } from "./orders/survey"
import { playOrders, type Played } from "./place"
import type { Report } from "./report"
import { createWorld, type World } from "./world"

export interface Run {
  stage: Stage
  options: ReplayOptions
  command: string
  output: { isTTY?: boolean; columns?: number; write(text: string): unknown }
}

/** Plays a file of orders from beginning to end and judges what came of it. */
export async function replay(run: Run): Promise<Report> {
  const clock = stopwatch()
  const source = openOrders(run.options.orders)
  const survey = await surveyOrders(source.lines(), run.options)
  const surveyed = clock()
  const say = (text: string) => run.output.write(`${text} …\n`)
  const goods = [...survey.goods.values()]
  const world = await createWorld({ stage: run.stage, options: run.options, goods, say })
  try {
    return await playAndJudge(run, world, { source, survey, clock, surveyed, setUp: clock() })
  } finally {
    await world.close()
  }
}

interface Prepared {
  source: OrderSource
  survey: Survey
  clock: () => number
  surveyed: number
  setUp: number
}

async function playAndJudge(run: Run, world: World, prepared: Prepared): Promise<Report> {
  const { clock, source, survey } = prepared
  const startedAt = new Date()
  const callsBefore = await world.sandbox.calls()
  const played = await play(run, world, prepared)
  const orders = clock()
  const drained = await settle(run, world)
  const drainSeconds = clock()
  const byEndpoint = difference(await world.sandbox.calls(), callsBefore)
  run.output.write("Checking …\n")
  const judged = await judge(world, { played, drained, scarce: run.options.scarce })
  const { goods, ...file } = survey
  return {
    command: run.command,
    options: run.options,
    startedAt: startedAt.toISOString(),
    file: { ...file, name: source.name, skus: goods.size },
    played,
    drained,
    ...judged,
    ordersPerSecond: Number((played.placed / Math.max(1, orders)).toFixed(1)),
    latencies: {
      orderToMedusa: await orderLatency(world.db),
      changeToAccepted: await changeLatency(world, startedAt),
    },
    calls: {
      byEndpoint,
      pushes: callsOf(byEndpoint, "price-and-inventory"),
      settles: callsOf(byEndpoint, "batch-result"),
      least: await leastCalls(world.db, startedAt),
    },
    peakMemory: { server: world.serverMemory() ?? null, replay: process.resourceUsage().maxRSS * 1024 },
    seconds: {
      survey: prepared.surveyed,
      setUp: prepared.setUp,
      orders,
      drain: drainSeconds,
      checks: clock(),
    },
  }
}

async function play({ options, output }: Run, world: World, { source, survey }: Prepared): Promise<Played> {
  const misbehaves = options.faults !== undefined
  if (misbehaves) await world.sandbox.control("PUT", "/faults", constantFaults)
  const total = survey.sales + survey.cancellations
  const meter = createMeter(output, { title: "Placing orders", total })
  const random = seededRandom(`${options.faults ?? 1} mishaps`)
  const played = await playOrders(world, source.invoices(options), {
    speed: options.speed,
    scarce: options.scarce,
    mishaps: planMishaps(random, { faults: misbehaves, crashes: options.crashes }),
    total,
    onProgress: (done, { placed, refused }, waiting) =>
      meter.show(
        done,
        `${placed - waiting} in Medusa, ${waiting} waiting${refused ? `, ${refused} refused` : ""}`,
      ),
  })
  meter.end(`${played.placed} placed`)
  return played
}

async function settle({ output }: Run, world: World): Promise<Drained> {
  const meter = createMeter(output, { title: "Waiting until all is quiet", total: 0 })
  const drained = await drain(world, (left) => {
    meter.show(
      0,
      Object.entries(left)
        .filter(([, count]) => count > 0)
        .map(([what, count]) => `${count} ${what}`)
        .join(", "),
    )
  })
  await world.sandbox.control("PUT", "/faults", noFaults)
  meter.end(drained.inTime ? "quiet" : "not quiet in time")
  return drained
}

interface Ended {
  played: Played
  drained: Drained
  scarce: boolean
}

async function judge(
  world: World,
  { played, drained, scarce }: Ended,
): Promise<Pick<Report, "checks" | "orders" | "sandbox">> {
  const { db } = world
  await recomputeFigures(db)
  const { check, counts } = await checkOrders(db)
  const oversoldPieces = await piecesBeyondStock(db)
  const checks: Check[] = [
    inTime(played, drained),
    refusalsShown(drained),
    check,
    await checkPieces(db),
    await checkReservations(db),
    await checkShelves(world),
    await checkFigures(world),
    await checkPushes(world),
    await checkNothingLeft(db),
    ...(scarce ? [] : [nothingOversold(oversoldPieces)]),
  ]
  const { refusedAsSoldOut } = await world.sandbox.control<{ refusedAsSoldOut: number }>("GET", "/stats")
  return { checks, orders: counts, sandbox: { soldOut: refusedAsSoldOut, oversoldPieces } }
}

const inTime = ({ stalled }: Played, { inTime, remaining }: Drained): Check => ({
  promise: "Everything under way arrived in time",
  kept: inTime && !stalled,
  found: inTime ? "quiet" : "something was still under way when the wait was over",
  examples: inTime ? [] : [remaining],
})

const refusalsShown = ({ retried, hidden }: Drained): Check => ({
  promise: "What the marketplace refused stands as a visible failure",
  kept: hidden === 0,
  found: `${retried} refused figures shown by the API and retried, ${hidden} not shown`,
  examples: [],
})

const nothingOversold = (pieces: number): Check => ({
  promise: "Nothing was sold that is not there, where there is enough of everything",
  kept: pieces === 0,
  found: `${pieces} pieces sold beyond stock`,
  examples: [],
})

type Calls = Record<string, Record<string, number>>

function difference(after: Calls, before: Calls): Calls {
  const endpoints = Object.entries(after).map(([endpoint, counts]): [string, Record<string, number>] => [
    endpoint,
    Object.fromEntries(
      Object.entries(counts).flatMap(([status, count]): [string, number][] => {
        const more = count - (before[endpoint]?.[status] ?? 0)
        return more > 0 ? [[status, more]] : []
      }),
    ),
  ])
  return Object.fromEntries(endpoints.filter(([, counts]) => Object.keys(counts).length > 0))
}

const callsOf = (calls: Calls, endpoint: string) =>
  Object.values(calls[endpoint] ?? {}).reduce((sum, count) => sum + count, 0)

/** Whole seconds since the last look. */
function stopwatch(): () => number {
  let last = Date.now()
  return () => {
    const now = Date.now()
    const seconds = Math.round((now - last) / 1000)
    last = now
    return seconds
  }
}
