import fc from "fast-check"
import type { PackageState, RemoteOrder, RemoteOrderLine, RemotePackage } from "../../src/contract"

type Pieces = Record<string, number>

/** One thing that happens to an order at the marketplace; numbers choose among what is possible at that moment. */
export type Happening =
  | { kind: "cancel"; pick: number; pieces: number[] }
  | { kind: "split"; pick: number; pieces: number[] }
  | { kind: "move"; pick: number }

export interface History {
  /** Every telling of every package, oldest first. */
  facts: RemoteOrder[]
  /** Pieces per line that buyers still want, after each fact. */
  truth: Pieces[]
}

const start = Date.parse("2026-11-01T00:00:00Z")
const stages: PackageState[] = ["created", "picking", "invoiced", "shipped", "delivered"]

export const lineOf = (externalId: string, quantity: number): RemoteOrderLine => ({
  externalId,
  listingExternalId: `listing of ${externalId}`,
  barcode: null,
  sku: null,
  title: externalId,
  quantity,
  unitPrice: "10" as RemoteOrderLine["unitPrice"],
  unitDiscount: "0" as RemoteOrderLine["unitPrice"],
  taxRate: null,
})

export const packageOf = (
  externalId: string,
  pieces: Pieces,
  {
    state = "created",
    at = 0,
    originIds = [],
  }: { state?: PackageState; at?: number; originIds?: string[] } = {},
): RemotePackage => ({
  externalId,
  state,
  remoteState: state,
  modifiedAt: new Date(start + at),
  originIds,
  lines: Object.entries(pieces)
    .filter(([, quantity]) => quantity > 0)
    .map(([line, quantity]) => lineOf(line, quantity)),
  tracking: { number: null, url: null, carrier: null },
})

export const orderWith = (...packages: RemotePackage[]): RemoteOrder => ({
  externalId: "1001",
  placedAt: new Date(start),
  currency: "TRY",
  buyer: null,
  shippingAddress: null,
  billingAddress: null,
  packages,
  url: null,
})

interface Parcel {
  id: string
  pieces: Pieces
  state: PackageState
  originIds: string[]
}

/**
 * An order's life as Trendyol documents it: a partial cancellation ends a package, which keeps what was cancelled, and a
 * split ends it with all it held; what goes on gets new packages that name the first of the chain as their origin.
 */
export function liveThrough(ordered: Pieces, happenings: Happening[]): History {
  const history: History = { facts: [], truth: [] }
  const parcels: Parcel[] = []
  const wanted = { ...ordered }
  const tell = (parcel: Parcel) => {
    const { id, pieces, state, originIds } = parcel
    history.facts.push(
      orderWith(packageOf(id, pieces, { state, originIds, at: history.facts.length * 1000 })),
    )
    history.truth.push({ ...wanted })
  }
  const open = (pieces: Pieces, first?: Parcel) => {
    const originIds = first ? [first.originIds[0] ?? first.id] : []
    const parcel: Parcel = { id: `P${parcels.length + 1}`, pieces, state: "created", originIds }
    parcels.push(parcel)
    tell(parcel)
  }
  const end = (parcel: Parcel, state: PackageState, pieces: Pieces) => {
    Object.assign(parcel, { state, pieces })
    tell(parcel)
  }
  open({ ...ordered })
  for (const happening of happenings) {
    const movable = parcels.filter(({ state }) => stages.includes(state) && state !== "delivered")
    const inHand = movable.filter(({ state }) => state !== "shipped")
    const parcel = (happening.kind === "move" ? movable : inHand)[
      (happening.pick % 97) % Math.max(1, (happening.kind === "move" ? movable : inHand).length)
    ]
    if (!parcel) continue
    if (happening.kind === "move") {
      end(parcel, stages[stages.indexOf(parcel.state) + 1] ?? "delivered", parcel.pieces)
      continue
    }
    const { taken, rest } = divided(parcel.pieces, happening.pieces)
    if (total(taken) === 0 || (happening.kind === "split" && total(rest) === 0)) continue
    if (happening.kind === "cancel") {
      for (const [line, quantity] of Object.entries(taken)) wanted[line] = (wanted[line] ?? 0) - quantity
      end(parcel, "cancelled", taken)
      if (total(rest) > 0) open(rest, parcel)
    } else {
      end(parcel, "unpacked", parcel.pieces)
      open(taken, parcel)
      open(rest, parcel)
    }
  }
  return history
}

const total = (pieces: Pieces) => Object.values(pieces).reduce((sum, quantity) => sum + quantity, 0)

function divided(pieces: Pieces, wishes: number[]): { taken: Pieces; rest: Pieces } {
  const taken: Pieces = {}
  const rest: Pieces = {}
  Object.entries(pieces).forEach(([line, quantity], index) => {
    const part = Math.min(quantity, wishes[index] ?? 0)
    if (part > 0) taken[line] = part
    if (quantity - part > 0) rest[line] = quantity - part
  })
  return { taken, rest }
}

const wishes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant("cancel" as const), pick: fc.nat(96), pieces: wishes }),
  fc.record({ kind: fc.constant("split" as const), pick: fc.nat(96), pieces: wishes }),
  fc.record({ kind: fc.constant("move" as const), pick: fc.nat(96) }),
)

/** Any life an order may have: up to three lines, up to eight happenings. */
export const histories: fc.Arbitrary<History> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    fc.array(happening, { maxLength: 8 }),
  )
  .map(([quantities, happenings]) =>
    liveThrough(
      Object.fromEntries(quantities.map((quantity, index) => [`L${index + 1}`, quantity])),
      happenings,
    ),
  )
