import type { StockLane } from "@serai/channels/engine/stock/stock-ledger"
import type { Brake, BrakeKind, Figure } from "./rows"
import type { Tables } from "./tables"

/** The brake of `ledger/brakes.ts`, on rows in memory. */

const alwaysAllowed = 20
const countedWithinMs = 10 * 60_000

export const brakeKindOf: Record<StockLane, BrakeKind> = { lowered: "zero", raised: "raise" }

export function concerns(kind: BrakeKind, { desired, accepted, priority }: Figure): boolean {
  if (kind === "zero") return desired === 0 && (accepted ?? 0) > 0
  return priority === 2 && accepted !== null && desired !== null && desired > accepted
}

/** Of the figures a brake concerns, those decided after this moment are held; undefined when none is. */
export function heldAfter(
  tables: Tables,
  channelId: string,
  { kind, percent }: { kind: BrakeKind; percent: number | null },
): number | undefined {
  if (percent === null) return undefined
  const mine = tables.brakes.filter((brake) => brake.channelId === channelId && brake.kind === kind)
  const waiting = mine.find(({ state }) => state === "waiting")
  const released = mine.findLast(({ state }) => state === "released")
  const releasedThrough = released?.releasedThrough ?? 0
  const since = Math.max(tables.now() - countedWithinMs, released?.endedAt ?? 0)
  const recent = recentlyChanged(tables, channelId, { kind, since })
  const due = countDue(tables, channelId, { kind, after: releasedThrough })
  if (!waiting && Math.min(due, alwaysAllowed + 1) + recent <= alwaysAllowed) return undefined
  const listings = tables.channelListings(channelId).length
  const allowed = Math.max(alwaysAllowed, Math.floor((listings * percent) / 100))
  if (due === 0 || due + recent <= allowed) {
    if (waiting) end(waiting, "resolved", tables.now())
    return undefined
  }
  if (!waiting) tables.brakes.push({ channelId, kind, state: "waiting", releasedThrough: 0, endedAt: 0 })
  return releasedThrough
}

/** A person lets go what is decided by now. */
export function releaseBrakes(tables: Tables): void {
  for (const brake of tables.brakes.filter(({ state }) => state === "waiting")) {
    brake.releasedThrough = tables.now()
    end(brake, "released", tables.now())
  }
}

function end(brake: Brake, state: "released" | "resolved", at: number): void {
  brake.state = state
  brake.endedAt = at
}

function recentlyChanged(
  tables: Tables,
  channelId: string,
  { kind, since }: { kind: BrakeKind; since: number },
): number {
  let changed = 0
  for (const push of tables.pushes.values()) {
    if (push.channelId !== channelId || push.createdAt <= since || push.state === "failed") continue
    changed += kind === "zero" ? push.zeroed : push.raised
  }
  return changed
}

const countDue = (
  tables: Tables,
  channelId: string,
  { kind, after }: { kind: BrakeKind; after: number },
): number =>
  (tables.figuresOf.get(channelId) ?? []).filter(
    (figure) => figure.state === "due" && figure.desiredAt > after && concerns(kind, figure),
  ).length
