import { fingerprintOf } from "@serai/channels/engine/stock/fingerprint"
import type { ClaimedPush, ClaimRequest, StockLane } from "@serai/channels/engine/stock/stock-ledger"
import { brakeKindOf, concerns, heldAfter } from "./brakes"
import type { Figure } from "./rows"
import type { Tables } from "./tables"

/** What `ledger/claims.ts` takes, on rows in memory. */

const mostCompanions = 20

const inLane = ({ priority }: Figure, lane: StockLane) => (lane === "lowered" ? priority <= 1 : priority >= 2)

const isClaimable = (figure: Figure, now: number) =>
  figure.state === "due" && figure.desired !== null && (figure.retryAt === null || figure.retryAt <= now)

/** After it showed another figure than expected, its orders are read before anything is put in place of that figure. */
function passesComparison(tables: Tables, { shownAt, acceptedAt, listing }: Figure): boolean {
  if (shownAt === null || (acceptedAt !== null && shownAt <= acceptedAt)) return true
  const { began } = tables.reading(listing.channelId)
  return began !== null && shownAt <= began
}

export function hasDue(tables: Tables, channelId: string, lane: StockLane): boolean {
  const now = tables.now()
  return (tables.figuresOf.get(channelId) ?? []).some(
    (figure) => isClaimable(figure, now) && inLane(figure, lane),
  )
}

export function claim(tables: Tables, channelId: string, asked: ClaimRequest): ClaimedPush | undefined {
  const request = { ...asked, gateOpen: asked.gateOpen && readRecently(tables, channelId, asked) }
  const figures = takeDue(tables, channelId, request)
  if (figures.length === 0) return undefined
  const companions = companionsFor(tables, channelId, { figures, request })
  if (companions === "none") return undefined
  const writes = [...figures.map((figure) => writeOf(figure, request.compareAndSet)), ...companions.map(asIs)]
  const taken = [...figures, ...companions]
  const id = tables.nextPushId()
  const braked = figures.filter((figure) => concerns(brakeKindOf[request.lane], figure)).length
  const now = tables.now()
  tables.addPush({
    id,
    channelId,
    lane: request.lane,
    state: "sending",
    batch: null,
    createdAt: now,
    sentAt: now,
    fingerprint: fingerprintOf(writes),
    zeroed: request.lane === "lowered" ? braked : 0,
    raised: request.lane === "raised" ? braked : 0,
    items: new Map(taken.map((figure) => [figure.listing.externalId, itemOf(figure)])),
  })
  for (const figure of taken) {
    figure.state = "sent"
    figure.sent = figure.desired
    figure.sentPushId = id
  }
  return { id, writes }
}

function readRecently(tables: Tables, channelId: string, { freshnessMs }: ClaimRequest): boolean {
  if (freshnessMs === undefined) return true
  const { began } = tables.reading(channelId)
  return began !== null && began >= tables.now() - freshnessMs
}

const itemOf = ({ listing, desired }: Figure) => ({
  listing,
  value: desired ?? 0,
  outcome: "pending" as const,
})

function takeDue(tables: Tables, channelId: string, request: ClaimRequest): Figure[] {
  const now = tables.now()
  const passing = (tables.figuresOf.get(channelId) ?? [])
    .filter((figure) => isClaimable(figure, now) && inLane(figure, request.lane))
    .filter((figure) => request.gateOpen || figure.priority === 0)
    .filter((figure) => !request.compareAndSet || passesComparison(tables, figure))
    .sort((a, b) => a.priority - b.priority || a.listing.id - b.listing.id)
  const picked = passing.slice(0, request.limits.items)
  const kind = brakeKindOf[request.lane]
  if (!picked.some((figure) => concerns(kind, figure))) return picked
  const after = heldAfter(tables, channelId, { kind, percent: request.brakePercent })
  if (after === undefined) return picked
  return passing
    .filter((figure) => figure.desiredAt <= after || !concerns(kind, figure))
    .slice(0, request.limits.items)
}

function writeOf(figure: Figure, compareAndSet: boolean) {
  const { listing, desired, accepted, acceptedAt, shown, shownAt } = figure
  const showsAnother = shownAt !== null && acceptedAt !== null && shownAt > acceptedAt
  const expected = showsAnother ? shown : accepted
  return {
    externalId: listing.externalId,
    quantity: desired ?? 0,
    ...(compareAndSet && { expected }),
  }
}

const asIs = ({ listing, accepted }: Figure) => ({ externalId: listing.externalId, quantity: accepted ?? 0 })

/** A marketplace that refuses to be told the same twice is told the same beside something else. */
function companionsFor(
  tables: Tables,
  channelId: string,
  { figures, request }: { figures: Figure[]; request: ClaimRequest },
): Figure[] | "none" {
  const { limits, gateOpen } = request
  if (limits.identicalWithinMs === 0) return []
  const writes = figures.map((figure) => writeOf(figure, false))
  const since = tables.now() - limits.identicalWithinMs
  const isRepeat = (extra: Figure[]) => {
    const fingerprint = fingerprintOf([...writes, ...extra.map(asIs)])
    return [...tables.pushes.values()].some(
      (push) => push.channelId === channelId && push.fingerprint === fingerprint && push.createdAt > since,
    )
  }
  if (!isRepeat([])) return []
  const room = Math.min(limits.items - figures.length, mostCompanions)
  const candidates = findCompanions(tables, channelId, !gateOpen).slice(0, Math.max(0, room))
  for (const candidate of candidates) if (!isRepeat([candidate])) return [candidate]
  return gateOpen ? candidates : "none"
}

function findCompanions(tables: Tables, channelId: string, onlyZero: boolean): Figure[] {
  const isZero = ({ accepted }: Figure) => (accepted === 0 ? 1 : 0)
  return (tables.figuresOf.get(channelId) ?? [])
    .filter(({ state, movedAt, accepted }) => state === "settled" && movedAt === null && accepted !== null)
    .filter(({ desired, accepted }) => desired === accepted)
    .filter((figure) => !onlyZero || figure.accepted === 0)
    .sort(
      (a, b) => isZero(b) - isZero(a) || (b.accepted ?? 0) - (a.accepted ?? 0) || a.listing.id - b.listing.id,
    )
}
