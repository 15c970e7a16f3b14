import { seededRandom } from "@serai/channels/sandbox-kit"
import type { Stage } from "../stage/medusa"
import type { ReplayOptions } from "./arguments"
import { callsOf, difference } from "./calls"
import { changeLatency, keptUp, leastCalls, orderLatency } from "./checks/measures"
import { drain, type Drained } from "./drain"
import { judge } from "./judge"
import { createMeter } from "./meter"
import { constantFaults, noFaults, planMishaps } from "./misbehaviour"
import { openOrders, type OrderSource } from "./orders/source"
import { surveyOrders, type Survey } from "./orders/survey"
import { evenPace, filePace, type Pace } from "./pace"
import { playOrders, type Played, type PlayOptions } from "./place"
import type { Report } from "./report"
import { crewOf, type Crew } from "./siege/crew"
import { planBlows } from "./siege/plan"
import type { BesiegedPostgres } from "./siege/postgres"
import { withinSiege } from "./siege/reach"
import { besiege, judgeSiege, type Besieged } from "./siege/siege"
import { createWorld, type World } from "./world"

export interface Run {
  stage: Stage
  /** What a siege needs: a database server that may be stopped. `stage` is on it. */
  postgres?: BesiegedPostgres
  options: ReplayOptions
  command: string
  output: { isTTY?: boolean; columns?: number; write(text: string): unknown }
}

/** Plays a file of orders from beginning to end and judges what came of it. */
export async function replay(asked: Run): Promise<Report> {
  const clock = stopwatch()
  const source = openOrders(asked.options.orders)
  const run = { ...asked, options: await withinSiege(source, asked.options) }
  const survey = await surveyOrders(source.lines(), run.options)
  const surveyed = clock()
  const say = (text: string) => run.output.write(`${text} …\n`)
  const goods = [...survey.goods.values()]
  const { siege, workers } = run.options
  const crew = siege === undefined ? undefined : crewOf(workers)
  const world = await createWorld({
    stage: run.stage,
    options: run.options,
    goods,
    say,
    ...(crew && { hire: crew.hire }),
  })
  try {
    const prepared = { source, survey, clock, surveyed, setUp: clock() }
    return await playAndJudge(run, world, { ...prepared, crew: crew?.crew() })
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
  /** Those who work under siege. */
  crew: Crew | undefined
}

async function playAndJudge(run: Run, world: World, prepared: Prepared): Promise<Report> {
  const { clock, source, survey } = prepared
  const startedAt = new Date()
  const callsBefore = await world.sandbox.calls()
  const besieged = await underSiege(run, world, prepared)
  const played = besieged?.played ?? (await play(run, world, prepared))
  const orders = clock()
  const drained = await settle(run, world)
  const drainSeconds = clock()
  const byEndpoint = difference(await world.sandbox.calls(), callsBefore)
  run.output.write("Checking …\n")
  const judged = await judge(world, { played, drained, scarce: run.options.scarce })
  const { goods, ...file } = survey
  const latencies = {
    orderToMedusa: await orderLatency(world.db),
    changeToAccepted: await changeLatency(world, startedAt),
  }
  const { orderToMedusa } = latencies
  const siege = besieged && (await judgeSiege(world, besieged, { stage: run.stage, orderToMedusa }))
  return {
    command: run.command,
    options: run.options,
    startedAt: startedAt.toISOString(),
    file: { ...file, name: source.name, skus: goods.size },
    played,
    drained,
    ...judged,
    checks: [...judged.checks, keptUp(latencies.changeToAccepted), ...(siege?.checks ?? [])],
    ...(siege && { siege: siege.siege }),
    ordersPerSecond: Number((played.placed / Math.max(1, orders)).toFixed(1)),
    latencies,
    calls: {
      byEndpoint,
      pushes: callsOf(byEndpoint, "price-and-inventory"),
      settles: callsOf(byEndpoint, "batch-result"),
      least: await leastCalls(world.db, startedAt),
    },
    peakMemory: { server: world.staff.memory() ?? null, replay: process.resourceUsage().maxRSS * 1024 },
    seconds: {
      survey: prepared.surveyed,
      setUp: prepared.setUp,
      orders,
      drain: drainSeconds,
      checks: clock(),
    },
  }
}

async function underSiege(run: Run, world: World, prepared: Prepared): Promise<Besieged | undefined> {
  const { options, output, postgres } = run
  const { crew } = prepared
  if (options.siege === undefined || !crew) return undefined
  if (!postgres) throw new Error("A siege needs a database server that may be stopped")
  const besieged = await besiege({
    world,
    crew,
    postgres,
    planned: planBlows(seededRandom(`${options.faults ?? 1} blows`), options.siege),
    play: () => play(run, world, prepared),
    onBlow: (what) => output.write(`\n… ${what}\n`),
  })
  await world.sandbox.control("PUT", "/faults", noFaults)
  return besieged
}

async function play({ options, output }: Run, world: World, { source, survey }: Prepared): Promise<Played> {
  const misbehaves = options.faults !== undefined
  if (misbehaves) await world.sandbox.control("PUT", "/faults", constantFaults)
  const total = survey.sales + survey.cancellations
  const meter = createMeter(output, { title: "Placing orders", total })
  const random = seededRandom(`${options.faults ?? 1} mishaps`)
  const played = await playOrders(world, source.invoices(options), {
    pace: paceOf(options, total),
    whenSoldOut: whenSoldOut(options),
    mishaps:
      options.siege === undefined
        ? planMishaps(random, { faults: misbehaves, crashes: options.crashes })
        : [],
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

/** Under siege the load must not dwindle with the stock. */
function whenSoldOut({ siege, scarce }: ReplayOptions): PlayOptions["whenSoldOut"] {
  if (siege !== undefined) return "take the rest"
  return scarce ? "leave" : "insist"
}

function paceOf({ siege, speed }: ReplayOptions, total: number): Pace | null {
  if (siege !== undefined) return evenPace(siege / Math.max(1, total), Date.now)
  return speed === "max" ? null : filePace(speed, Date.now)
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
