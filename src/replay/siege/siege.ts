import type { Stage } from "../../stage/medusa"
import type { Check } from "../checks/check"
import { delaysWhile, type Latency } from "../checks/measures"
import type { Played } from "../place"
import type { World } from "../world"
import { noteBlows, openSiegeBooks, type BlowWithEnd } from "./books"
import { checkDoctor, checkGate, checkNothingStuck, checkServer } from "./checks"
import { conduct, type Conducted, type SkippedBlow } from "./conduct"
import type { Crew } from "./crew"
import { watchMemory, type MemoryOverTime } from "./memory-watch"
import type { OversoldUnits } from "./oversold"
import type { Blow } from "./plan"
import type { BesiegedPostgres } from "./postgres"
import { restock } from "./restock"
import { checkOversold, countOversold } from "./sales"

export interface SiegeParts {
  world: World
  crew: Crew
  postgres: BesiegedPostgres
  planned: Blow[]
  /** Buyers, for as long as the siege lasts. */
  play: () => Promise<Played>
  onBlow: (what: string) => void
}

export interface Besieged extends Conducted {
  played: Played
  began: Date
  restocked: number
  crew: Crew
  /** Stops measuring. */
  memory: () => MemoryOverTime[]
}

/** Buyers buy, deliveries come, and blow follows blow. Resolves when buyers are done and the last blow is healed. */
export async function besiege({
  world,
  crew,
  postgres,
  planned,
  play,
  onBlow,
}: SiegeParts): Promise<Besieged> {
  await openSiegeBooks(world.db)
  const began = new Date()
  const watched = [...crew.members, { name: "sandbox", pid: () => world.sandbox.process.pid }]
  const memory = watchMemory(watched, Date.now)
  const over = new AbortController()
  const restocking = restock(world.db, over.signal)
  const target = { crew, postgres, sandbox: world.sandbox }
  const blows = conduct(target, planned, { began: began.getTime(), onBlow })
  try {
    const [played, conducted] = await Promise.all([play(), blows])
    over.abort()
    return { ...conducted, played, began, restocked: await restocking, crew, memory }
  } catch (error) {
    over.abort()
    memory()
    throw error
  }
}

export interface SiegeReport {
  blows: BlowWithEnd[]
  skipped: SkippedBlow[]
  restocked: number
  processes: { name: string; started: number; endedByThemselves: number }[]
  changeToAccepted: { calm: Latency; struck: Latency; recovering: Latency }
  oversold: Omit<OversoldUnits, "outsideExamples"> & { windowMs: number }
  memory: MemoryOverTime[]
}

/** What a channel allows a reading to be old, unless it says otherwise. */
const freshnessMs = 10_000

/** Judges what the replay's own checks do not: they have run before, because this leans on their tables. */
export async function judgeSiege(
  world: World,
  besieged: Besieged,
  { stage, orderToMedusa }: { stage: Stage; orderToMedusa: Latency },
): Promise<{ checks: Check[]; siege: SiegeReport }> {
  const { db } = world
  const blows = await noteBlows(db, besieged.struck)
  const changeToAccepted = {
    calm: await delaysWhile(db, "calm"),
    struck: await delaysWhile(db, "struck"),
    recovering: await delaysWhile(db, "recovering"),
  }
  // How old a reading may be, how long a sale takes to be told, and how long a figure takes to arrive.
  const windowMs = freshnessMs + orderToMedusa.p95 + changeToAccepted.calm.p99
  const troubles = blows.map((blow) => ({ from: blow.began.getTime(), until: blow.recovered.getTime() }))
  const { outsideExamples, ...units } = await countOversold(db, { windowMs, troubles })
  const checks = [
    await checkGate(db, besieged.began),
    checkOversold({ ...units, outsideExamples }, windowMs),
    await checkNothingStuck(db),
    await checkDoctor(stage, world),
    checkServer(besieged.crew),
  ]
  const siege: SiegeReport = {
    blows,
    skipped: besieged.skipped,
    restocked: besieged.restocked,
    processes: besieged.crew.members.map((member) => {
      const { started, byItself } = member.lives()
      return { name: member.name, started, endedByThemselves: byItself }
    }),
    changeToAccepted,
    oversold: { ...units, windowMs },
    memory: besieged.memory(),
  }
  return { checks, siege }
}
