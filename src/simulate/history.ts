import type { StockLane } from "@serai/channels/engine/stock/stock-ledger"

export interface SoldLine {
  listing: string
  quantity: number
}

/** One thing that happened, at true time. What is judged is judged by these alone. */
export type Entry =
  /** Pieces came, went, or were counted anew. */
  | {
      at: number
      kind: "stock"
      item: string
      delta: number
      why: "opening" | "receive" | "count" | "elsewhere"
    }
  | { at: number; kind: "order"; channel: string; order: string; lines: SoldLine[]; readableAt: number }
  | { at: number; kind: "refused"; channel: string; lines: SoldLine[] }
  | { at: number; kind: "cancel"; channel: string; order: string; lines: SoldLine[]; restocked: boolean }
  | { at: number; kind: "shipped"; channel: string; order: string }
  /** The house knows the order, and holds its pieces. */
  | { at: number; kind: "reserved"; channel: string; order: string }
  /** A reading of orders was complete and stored; it began, and was first heard by the marketplace, at these times. */
  | { at: number; kind: "reading"; channel: string; began: number; requested: number }
  /** All that the reading which began then told is ingested, and so is what older ones told. */
  | { at: number; kind: "settled"; channel: string; began: number }
  | { at: number; kind: "gate"; channel: string; open: boolean }
  | { at: number; kind: "recompute" }
  | {
      at: number
      kind: "claim"
      channel: string
      claim: number
      lane: StockLane
      gateOpen: boolean
      guarded: boolean
      writes: { listing: string; quantity: number }[]
    }
  /** The marketplace took the figure, and shows it from now on. */
  | {
      at: number
      kind: "written"
      channel: string
      claim: number
      listing: string
      quantity: number
      late: boolean
    }
  /** The marketplace would not take the figure. */
  | { at: number; kind: "denied"; channel: string; listing: string; quantity: number; final: boolean }
  | { at: number; kind: "fault"; channel: string; fault: string; from: number; to: number }
  | { at: number; kind: "crash"; worker: number; downMs: number }
  | { at: number; kind: "started"; worker: number }

export interface FinalListing {
  channel: string
  listing: string
  shows: number
  publishable: number
  state: string
}

/** How things stood when all had come to rest. */
export interface Rest {
  listings: FinalListing[]
  /** Orders of the marketplaces; what the house owes, and holds, of each line. */
  orders: {
    channel: string
    order: string
    inHouse: number
    lines: { listing: string; owed: number; shipped: boolean }[]
    held: Record<string, number>
  }[]
  /** Reservations that belong to no order, orders nobody placed. */
  strays: string[]
  /** Work that did not end. */
  unfinished: string[]
}

export interface Counts {
  calls: Record<string, number>
  faults: Record<string, number>
  crashes: number
  pushes: number
}

export interface History {
  entries: Entry[]
  rest: Rest
  counts: Counts
}
