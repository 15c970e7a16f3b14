import { mostOthers, otherParcels, type Parcel, type SentBefore } from "@serai/channels/engine/pushes/repeats"
import { fingerprintOf } from "@serai/channels/engine/stock/fingerprint"
import type { ClaimedPush, ClaimRequest, StockLane } from "@serai/channels/engine/stock/stock-ledger"
import { brakeKindOf, concerns, heldAfter } from "./brakes"
import type { Figure, Push } from "./rows"
import type { Tables } from "./tables"

/** What `ledger/claims.ts` takes, on rows in memory. */

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

export function claim(tables: Tables, channelId: string, request: ClaimRequest): ClaimedPush | undefined {
  const due = takeDue(tables, channelId, request)
  if (due.length === 0) return undefined
  const parcel = parcelOf(tables, channelId, { figures: due, request })
  if (!parcel) return undefined
  const { items: figures, companions } = parcel
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

const itemOf = ({ listing, desired }: Figure) => ({
  listing,
  value: desired ?? 0,
  outcome: "pending" as const,
})

/** What nobody knows since when it differs comes last. */
const waitsLonger = (a: Figure, b: Figure) => (a.changedAt ?? Infinity) - (b.changedAt ?? Infinity) || 0

function takeDue(tables: Tables, channelId: string, request: ClaimRequest): Figure[] {
  const now = tables.now()
  const passing = (tables.figuresOf.get(channelId) ?? [])
    .filter((figure) => isClaimable(figure, now) && inLane(figure, request.lane))
    .filter((figure) => request.gateOpen || figure.priority === 0)
    .filter((figure) => !request.compareAndSet || passesComparison(tables, figure))
    .sort((a, b) => a.priority - b.priority || waitsLonger(a, b) || a.listing.id - b.listing.id)
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

type FigureParcel = Parcel<Figure, Figure>

/** A marketplace that refuses to be told the same twice is told something else. */
function parcelOf(
  tables: Tables,
  channelId: string,
  { figures, request }: { figures: Figure[]; request: ClaimRequest },
): FigureParcel | undefined {
  const { limits, gateOpen } = request
  const whole: FigureParcel = { items: figures, companions: [] }
  if (limits.identicalWithinMs === 0) return whole
  const before = (parcel: FigureParcel) => sentBefore(tables, channelId, { parcel, limits })
  if (before(whole) === "no") return whole
  const companions = findCompanions(tables, channelId, !gateOpen).slice(0, mostOthers)
  const room = limits.items - figures.length
  for (const other of otherParcels(figures, companions, room)) if (before(other) === "no") return other
  return before(whole) === "perhaps" ? whole : undefined
}

function sentBefore(
  tables: Tables,
  channelId: string,
  { parcel, limits }: { parcel: FigureParcel; limits: ClaimRequest["limits"] },
): SentBefore {
  const writes = [...parcel.items.map((figure) => writeOf(figure, false)), ...parcel.companions.map(asIs)]
  const fingerprint = fingerprintOf(writes)
  const since = tables.now() - limits.identicalWithinMs
  const same = [...tables.pushes.values()].filter(
    (push) => push.channelId === channelId && push.fingerprint === fingerprint,
  )
  const sent = same.filter((push) => push.sentAt > since && push.state !== "failed")
  if (sent.length === 0) return "no"
  return sent.some(isReceived) ? "yes" : "perhaps"
}

const isReceived = ({ state, batch, items }: Push) =>
  state !== "settled" ||
  batch !== null ||
  [...items.values()].some(({ outcome }) => outcome === "accepted" || outcome === "rejected")

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
