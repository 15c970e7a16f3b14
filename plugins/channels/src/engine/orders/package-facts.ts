import { createHash } from "node:crypto"
import {
  packageStates,
  type PackageState,
  type RemoteOrder,
  type RemoteOrderLine,
  type RemotePackage,
} from "../../contract"

/** The newest known fact of one package. */
export interface KnownPackage extends RemotePackage {
  /** Over what matters for stock and money; equal for the same fact told twice. */
  contentHash: string
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
    const next = { ...pack, contentHash: contentHash(pack) }
    if (!current || isNewer(next, current)) {
      known.set(pack.externalId, next)
      applied = true
    }
  }
  return { verdict: applied ? "applied" : "superseded" }
}

function isNewer(next: KnownPackage, current: KnownPackage): boolean {
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
  /** The most pieces any telling of the order asked for. */
  ordered: number
  /** Pieces the order still asks for: neither cancelled nor counted twice across a split. */
  owed: number
}

/**
 * Pieces per order line over all packages. Cancelled packages owe nothing, living ones what they hold. An unpacked package
 * owes what has not turned up elsewhere yet: packages made from it may name it as their origin, or only the first of the
 * chain, so the count decides and not the name. `orderedBefore` is what earlier tellings asked for, per line.
 */
export function owedLines(
  packages: Iterable<KnownPackage>,
  orderedBefore: ReadonlyMap<string, number> = new Map(),
): OwedLine[] {
  const counts = new Map<string, LineCount>()
  for (const pack of packages) {
    for (const line of pack.lines) {
      const count = counts.get(line.externalId) ?? { line, largest: 0, living: 0, cancelled: 0, unpacked: 0 }
      count[whereabouts(pack.state)] += line.quantity
      count.largest = Math.max(count.largest, line.quantity)
      counts.set(line.externalId, count)
    }
  }
  return [...counts.values()].map((count) => {
    const ordered = Math.max(orderedBefore.get(count.line.externalId) ?? 0, count.largest, count.living)
    const missing = Math.max(0, ordered - count.living - count.cancelled)
    return { line: count.line, ordered, owed: count.living + Math.min(count.unpacked, missing) }
  })
}

interface LineCount {
  line: RemoteOrderLine
  largest: number
  living: number
  cancelled: number
  unpacked: number
}

function whereabouts(state: PackageState): "living" | "cancelled" | "unpacked" {
  return state === "cancelled" || state === "unpacked" ? state : "living"
}

/** One word for the whole order: the state of its least advanced living package, or cancelled. */
export function orderState(packages: Iterable<KnownPackage>): PackageState {
  const living = [...packages].filter((pack) => pack.state !== "cancelled" && pack.state !== "unpacked")
  return (
    living.reduce<PackageState | undefined>(
      (least, pack) => (least === undefined || progress[pack.state] < progress[least] ? pack.state : least),
      undefined,
    ) ?? "cancelled"
  )
}

/** Has everything left the house already? Then goods sold before we were connected are not ours to reserve. */
export function hasLeft(packages: Iterable<KnownPackage>): boolean {
  const gone: PackageState[] = ["shipped", "delivered", "undelivered", "returned", "cancelled"]
  return [...packages].every((pack) => gone.includes(pack.state))
}
