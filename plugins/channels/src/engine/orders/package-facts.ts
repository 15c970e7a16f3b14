import { createHash } from "node:crypto"
import {
  packageStates,
  type PackageState,
  type RemoteOrder,
  type RemoteOrderLine,
  type RemotePackage,
} from "../../contract"

/** What a package held while it was still to be sent. */
export interface Held {
  modifiedAt: Date
  state: PackageState
  lines: RemoteOrderLine[]
}

/** The newest known fact of one package. */
export interface KnownPackage extends RemotePackage {
  /** Over what matters for stock and money; equal for the same fact told twice. */
  contentHash: string
  /**
   * From the newest telling in which it was to be sent; null when none was heard. A package that is cancelled in part or
   * divided says no more what it held, and the packages that hold it from then on are told later.
   */
  held: Held | null
}

export type FactVerdict =
  | { verdict: "applied" }
  /** The same fact again, or an older one than we know. */
  | { verdict: "superseded" }
  /** Says something else under the same identity; the first telling is kept and a person must look. */
  | { verdict: "conflict"; reason: string }

/** How far along a package is; of two facts with the same time the one further along is the later one. */
const progress = Object.fromEntries(packageStates.map((state, index) => [state, index])) as Record<
  PackageState,
  number
>

export function contentHash(pack: RemotePackage): string {
  const lines = [...pack.lines]
    .sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
    .map((line) => [line.externalId, line.listingExternalId, line.quantity, line.unitPrice])
  return createHash("sha256").update(JSON.stringify(lines)).digest("hex").slice(0, 32)
}

/**
 * Takes one fact into what is known of its order. The result depends only on the set of facts, not on the order or the
 * number of times in which they came (but for conflicts, which are never applied).
 */
export function applyFact(known: Map<string, KnownPackage>, fact: RemoteOrder): FactVerdict {
  for (const pack of fact.packages) {
    const conflict = lineConflict(known, pack)
    if (conflict) return { verdict: "conflict", reason: conflict }
  }
  let applied = false
  for (const pack of fact.packages) {
    const current = known.get(pack.externalId)
    const newer = !current || isNewer(pack, current)
    const told = newer ? { ...pack, contentHash: contentHash(pack) } : current
    known.set(pack.externalId, { ...told, held: newestHeld(current?.held ?? null, pack) })
    applied ||= newer
  }
  return { verdict: applied ? "applied" : "superseded" }
}

/** While an order waits for its payment its line ids may be provisional, so nothing can be held against them. */
const heldNothing: ReadonlySet<PackageState> = new Set(["awaiting", "cancelled", "unpacked"])

function newestHeld(known: Held | null, pack: RemotePackage): Held | null {
  if (heldNothing.has(pack.state) || (known && !isNewer(pack, known))) return known
  const { modifiedAt, state, lines } = pack
  return { modifiedAt, state, lines }
}

type Moment = Pick<RemotePackage, "modifiedAt" | "state">

function isNewer(next: Moment, current: Moment): boolean {
  const difference = next.modifiedAt.getTime() - current.modifiedAt.getTime()
  return difference > 0 || (difference === 0 && progress[next.state] > progress[current.state])
}

function lineConflict(known: Map<string, KnownPackage>, pack: RemotePackage): string | undefined {
  const current = known.get(pack.externalId)
  const sameMoment =
    current?.modifiedAt.getTime() === pack.modifiedAt.getTime() && current.state === pack.state
  if (sameMoment && current.contentHash !== contentHash(pack)) {
    return `Package ${pack.externalId} was told with other lines for the same moment; the first telling was kept.`
  }
  for (const other of known.values()) {
    for (const line of other.lines) {
      const same = pack.lines.find((candidate) => candidate.externalId === line.externalId)
      if (same && same.listingExternalId !== line.listingExternalId) {
        return `Line ${line.externalId} is ${line.listingExternalId} in package ${other.externalId} and ${same.listingExternalId} in package ${pack.externalId}; the first telling was kept.`
      }
    }
  }
  return undefined
}

export interface OwedLine {
  line: RemoteOrderLine
  /** The most pieces that were asked for, as far as the newest tellings say. */
  ordered: number
  /** Pieces the order still asks for: neither cancelled nor counted twice across a split. */
  owed: number
}

interface LineCount {
  line: RemoteOrderLine
  /** In packages that are to be sent, or were. */
  living: number
  cancelled: number
  /** The most that one package held before it ended. */
  held: number
}

/**
 * Pieces per order line over all packages. A cancelled, unpacked or replaced package asks for nothing any more. What it held
 * is owed all the same until it is cancelled in so many words or shows up in another package: between the end of one
 * package and the news of its successors nothing is given back. `originIds` alone do not tell successors, since they name
 * the first package of a chain.
 */
export function owedLines(packages: Iterable<KnownPackage>): OwedLine[] {
  const all = [...packages]
  const lines = new Map<string, LineCount>()
  const countOf = (line: RemoteOrderLine) => {
    const count = lines.get(line.externalId) ?? { line, living: 0, cancelled: 0, held: 0 }
    lines.set(line.externalId, count)
    return count
  }
  for (const pack of all) {
    const alive = isAlive(pack, all)
    for (const line of pack.lines) {
      const count = countOf(line)
      if (alive) count.living += line.quantity
      if (pack.state === "cancelled") count.cancelled += line.quantity
    }
    if (alive) continue
    for (const line of lastHeld(pack)) {
      const count = countOf(line)
      count.held = Math.max(count.held, line.quantity)
    }
  }
  return [...lines.values()].map(({ line, living, cancelled, held }) => {
    const owed = Math.max(living, held - cancelled)
    return { line, owed, ordered: Math.max(owed, held === 0 ? living + cancelled : held) }
  })
}

/** A divided package still says what it held; a cancelled one only what was cancelled. */
function lastHeld(pack: KnownPackage): RemoteOrderLine[] {
  const held = pack.held?.lines ?? []
  if (pack.state === "cancelled") return held
  const told = new Set(pack.lines.map((line) => line.externalId))
  return [...pack.lines, ...held.filter((line) => !told.has(line.externalId))]
}

function isAlive(pack: KnownPackage, all: KnownPackage[]): boolean {
  if (pack.state === "cancelled" || pack.state === "unpacked") return false
  return !all.some((other) => other !== pack && other.originIds.includes(pack.externalId))
}

/** One word for the whole order: the state of its least advanced living package; cancelled when nothing is owed any more. */
export function orderState(packages: Iterable<KnownPackage>): PackageState {
  const all = [...packages]
  const living = all.filter((pack) => isAlive(pack, all))
  const least = living.reduce<PackageState | undefined>(
    (state, pack) => (state === undefined || progress[pack.state] < progress[state] ? pack.state : state),
    undefined,
  )
  return least ?? (owedLines(all).some(({ owed }) => owed > 0) ? "unknown" : "cancelled")
}

/** Has everything left the house already? Then goods sold before we were connected are not ours to reserve. */
export function hasLeft(packages: Iterable<KnownPackage>): boolean {
  const gone: PackageState[] = ["shipped", "delivered", "undelivered", "returned", "cancelled"]
  const all = [...packages]
  const living = all.filter((pack) => isAlive(pack, all))
  return (living.length > 0 ? living : all).every((pack) => gone.includes(pack.state))
}
