import { setTimeout as pause } from "node:timers/promises"
import type { StageSandbox } from "../../stage/sandbox"
import type { RelayState } from "../../stage/relay"
import { constantFaults } from "../misbehaviour"
import type { Crew } from "./crew"
import { fillLogDisk, howLogsFill, whyLogsCannotFill } from "./log-disk"
import type { Member } from "./member"
import { blows, type Blow, type BlowKind } from "./plan"
import type { BesiegedPostgres } from "./postgres"

/** Everything that can be struck. */
export interface Target {
  crew: Crew
  postgres: BesiegedPostgres
  sandbox: StageSandbox
}

/** A blow that fell. */
export interface Struck {
  kind: BlowKind
  what: string
  began: Date
  healed: Date
}

export interface SkippedBlow {
  kind: BlowKind
  why: string
}

export interface Conducted {
  struck: Struck[]
  skipped: SkippedBlow[]
}

type Strike = (target: Target, blow: Blow) => Promise<string>

/** Strikes one after the other, each at its time or as soon as the one before it is healed. */
export async function conduct(
  target: Target,
  planned: Blow[],
  { began, onBlow }: { began: number; onBlow: (what: string) => void },
): Promise<Conducted> {
  const struck: Struck[] = []
  const skipped: SkippedBlow[] = []
  for (const blow of planned) {
    await pause(Math.max(0, began + blow.at - Date.now()))
    const why = blow.kind === "fill-log" ? whyLogsCannotFill() : undefined
    if (why !== undefined) {
      skipped.push({ kind: blow.kind, why })
      continue
    }
    onBlow(blows[blow.kind])
    const at = new Date()
    const more = await strikes[blow.kind](target, blow)
    struck.push({ kind: blow.kind, what: blows[blow.kind] + more, began: at, healed: new Date() })
  }
  return { struck, skipped }
}

/** What each blow does; resolves when it is healed, with what there is to say of it. */
const strikes: Record<BlowKind, Strike> = {
  "kill-server": async ({ crew }, { forMs }) => {
    await crew.server.kill(forMs)
    return ""
  },
  "kill-worker": async ({ crew }, { pick, forMs }) => {
    const worker = picked(crew.workers, pick)
    await worker.kill(forMs)
    return `: ${worker.name}`
  },
  "restart-postgres": async ({ postgres }) => {
    await postgres.restart("fast", () => Promise.resolve())
    return ""
  },
  "crash-postgres": async ({ postgres }, { forMs }) => {
    await postgres.restart("immediate", () => pause(forMs))
    return ""
  },
  "cut-marketplace": (target, blow) => pullMarketplace(target, blow, "cut"),
  "stall-marketplace": (target, blow) => pullMarketplace(target, blow, "stalled"),
  "cut-database": (target, blow) => pullDatabase(target, blow, "cut"),
  "stall-database": (target, blow) => pullDatabase(target, blow, "stalled"),
  "fill-log": async ({ crew }, { forMs }) => {
    const free = crew.members.map((member) => fillLogDisk(member))
    await pause(forMs)
    const stood = free.map((end) => end()).filter(({ stoodStill }) => stoodStill).length
    return `: ${howLogsFill}; ${stood} of ${free.length} logs stood still`
  },
  storm: async ({ sandbox }, { forMs }) => {
    await sandbox.control("PUT", "/faults", { storm429: { probability: 0.5, burst: 5 } })
    await pause(forMs)
    await sandbox.control("PUT", "/faults", { storm429: constantFaults.storm429 })
    return ""
  },
  outage: async ({ sandbox }, { pick, forMs }) => {
    const answer = pick % 2 === 0 ? "503" : "reset"
    await sandbox.control("PUT", "/faults", { outage: { answer, forMs } })
    await pause(forMs)
    return answer === "503" ? ": every request gets 503" : ": every connection is reset"
  },
}

async function pullMarketplace({ crew }: Target, { forMs }: Blow, state: RelayState): Promise<string> {
  for (const line of crew.marketplaceLines) await line.set(state)
  await pause(forMs)
  for (const line of crew.marketplaceLines) await line.set("open")
  return ""
}

async function pullDatabase({ crew }: Target, { pick, forMs }: Blow, state: RelayState): Promise<string> {
  const member = picked(crew.members, pick)
  await member.databaseLine.set(state)
  await pause(forMs)
  await member.databaseLine.set("open")
  return `: ${member.name}`
}

function picked(members: Member[], pick: number): Member {
  const member = members[pick % members.length]
  if (!member) throw new Error("There is nobody to strike")
  return member
}
