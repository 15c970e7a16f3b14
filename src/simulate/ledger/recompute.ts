import type { Figure, Listing } from "./rows"
import type { Tables } from "./tables"

/** What `recomputeDesiredStock` writes, on rows in memory: where a figure differs, or the marketplace has moved its own. */
export function writeDesired(
  tables: Tables,
  listing: Listing,
  { desired, changedAt }: { desired: number | null; changedAt: number | null },
): boolean {
  const known = tables.figures.get(listing.id)
  if (!known) {
    tables.addFigure(firstFigure(tables, listing, { desired, changedAt }))
    return true
  }
  const movedAway = known.state === "settled" && known.movedAt !== null && desired !== null
  if (known.desired === desired && !movedAway) return false
  rewrite(tables, known, { desired, changedAt })
  return true
}

function rewrite(
  tables: Tables,
  known: Figure,
  { desired, changedAt }: { desired: number | null; changedAt: number | null },
): void {
  const isShown = desired === known.accepted && known.movedAt === null
  known.desired = desired
  known.desiredAt = tables.now()
  known.version += 1
  known.retryAt = null
  if (known.state !== "sent" && known.state !== "unknown") {
    known.state = desired === null || isShown ? "settled" : "due"
  }
  known.priority = priorityOf(known)
  known.changedAt = isShown ? null : (known.changedAt ?? changedAt)
}

function priorityOf({ desired, accepted, correcting }: Figure): number {
  if (desired === 0) return 0
  return correcting || (desired !== null && accepted !== null && desired < accepted) ? 1 : 2
}

const firstFigure = (
  tables: Tables,
  listing: Listing,
  { desired, changedAt }: { desired: number | null; changedAt: number | null },
): Figure => ({
  listing,
  state: desired === null ? "settled" : "due",
  desired,
  desiredAt: tables.now(),
  version: 1,
  priority: desired === 0 ? 0 : 2,
  changedAt,
  accepted: null,
  acceptedAt: null,
  sent: null,
  sentPushId: null,
  movedAt: null,
  correcting: false,
  shown: null,
  shownAt: null,
  retryAt: null,
})
