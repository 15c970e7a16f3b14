import { grouped } from "./format"
import { exactly } from "./moment"
import type { HistoryKind, HistoryRow } from "./wire"

/** A row of the history as a person reads it. */
export interface RowWords {
  what: string
  /** What changed by how much, or from what to what. */
  change: string
  /** How it stood afterwards. */
  after: string
  note: string | null
}

/** "+4", "−3": with a sign that is as wide as the plus. */
export const signed = (value: number) =>
  value > 0 ? `+${grouped(value)}` : value < 0 ? `\u2212${grouped(-value)}` : "0"

const figure = (value: number | null) => (value === null ? "nothing" : grouped(value))

/** Pure. */
export function rowInWords(row: HistoryRow): RowWords {
  switch (row.kind) {
    case "stock":
      return { what: "Stock", change: signed(row.stocked_delta), after: afterOf(row), note: placeOf(row) }
    case "reservation":
      return {
        what: row.reserved_delta < 0 ? "Reservation given back" : "Reserved",
        change: grouped(Math.abs(row.reserved_delta)),
        after: afterOf(row),
        note: placeOf(row),
      }
    case "recipe":
      return {
        what: "Recipe",
        change: row.required_delta === null ? "changed" : `${signed(row.required_delta)} per set`,
        after: "",
        note: `${itemOf(row)}, part of ${row.variant_name ?? "a deleted variant"}`,
      }
    case "figure":
      return {
        what: "Decided",
        change: `${figure(row.desired_before)} → ${figure(row.desired)}`,
        after: "",
        note: withheldOf(row.reason.rule),
      }
    case "push":
      return { what: "Sent", change: grouped(row.value), after: "", note: row.message }
    case "offer":
      return { what: offerInWords(row), change: "", after: "", note: answerOf(row) }
    case "drift":
      return driftInWords(row)
    case "order":
      return { what: "Sold", change: grouped(row.ordered), after: "", note: lineWords[row.state] ?? null }
    case "mapping":
      return mappingInWords(row)
  }
}

const offerWords = {
  accepted: ["Taken off sale: sold out", "Back on sale"],
  rejected: ["Not taken off sale", "Not put back on sale"],
  pending: ["Going off sale", "Going back on sale"],
  unknown: ["Going off sale", "Going back on sale"],
} as const

const offerInWords = ({ outcome, on_sale }: Extract<HistoryRow, { kind: "offer" }>) =>
  offerWords[outcome][on_sale ? 1 : 0]

/** Whatever the marketplace said to a call, and the name it gave the call. */
function answerOf({ message, code, batch, answered_at }: Extract<HistoryRow, { kind: "offer" }>) {
  const words = [
    message ?? code,
    batch && `batch ${batch}`,
    answered_at && `answered ${exactly(answered_at)}`,
  ]
  return words.filter(Boolean).join(" · ") || null
}

function driftInWords(row: Extract<HistoryRow, { kind: "drift" }>): RowWords {
  if (row.drift === "put_back") {
    const note = row.repair === "pushed" ? "By its rule it goes off sale again." : "It stays there."
    return { what: "Put back on sale at the marketplace", change: "", after: "", note }
  }
  return {
    what: driftWords[row.drift] ?? row.drift,
    change: `${figure(row.expected)} → ${figure(row.shown)}`,
    after: "",
    note: repairWords[row.repair],
  }
}

function mappingInWords(row: Extract<HistoryRow, { kind: "mapping" }>): RowWords {
  if (row.variant_id === null) return { what: "Mapping removed", change: "", after: "", note: null }
  const after = mappedWords[row.mapped_by ?? ""] ?? ""
  return { what: "Mapped", change: "", after, note: row.variant_title }
}

type Moved = Extract<HistoryRow, { on_hand: number }>

const afterOf = ({ on_hand, available }: Moved) =>
  `${grouped(on_hand)} on hand, ${grouped(available)} available`

const itemOf = (row: Extract<HistoryRow, { inventory_item_id: string }>) =>
  row.sku ?? row.title ?? row.inventory_item_id

const placeOf = (row: Moved) => `${itemOf(row)}, ${row.location_name ?? row.location_id}`

const withheldWords: Record<string, string> = {
  not_mapped: "It belonged to no variant.",
  not_pushable: "The marketplace took no stock for it.",
  inventory_not_managed: "Medusa did not manage its inventory.",
  no_location: "No stock location was linked to the channel.",
  kit_out_of_step: "What the kit was made of had changed and was not told yet.",
  variant_deleted: "Its variant had been deleted.",
}

/** Why nothing was published whatever the stock; null when stock decided. */
export const withheldOf = (rule: unknown): string | null =>
  typeof rule === "string" ? (withheldWords[rule] ?? `Nothing was published: ${rule}.`) : null

const driftWords: Record<string, string> = {
  unread_order: "The marketplace sold before we knew",
  edited_there: "Edited at the marketplace",
  lost_write: "Our write was lost there",
  refused: "The marketplace kept its own figure",
  missing: "The marketplace showed no figure",
  absurd: "The marketplace showed nonsense",
}

const repairWords: Record<Extract<HistoryRow, { kind: "drift" }>["repair"], string> = {
  pushed: "Our figure was sent again.",
  reported: "It was left as it is.",
  explained: "An order explains it.",
}

const lineWords: Record<string, string> = {
  unmapped: "Nothing was reserved: the listing belonged to no variant.",
  unmanaged: "Nothing was reserved: Medusa does not manage its inventory.",
  unplaced: "Nothing was reserved: no location of the channel keeps it.",
}

const mappedWords: Record<string, string> = {
  barcode: "by its barcode",
  sku: "by its SKU",
  manual: "by hand",
}

/** What the table can be narrowed to. */
export const kindGroups = ["all", "stock", "reservations", "figures", "pushes", "orders"] as const
export type KindGroup = (typeof kindGroups)[number]

/** What of it an inventory item has. */
export const itemKindGroups = ["all", "stock", "reservations"] as const satisfies KindGroup[]

export const kindsOf: Record<KindGroup, HistoryKind[]> = {
  all: [],
  stock: ["stock", "recipe"],
  reservations: ["reservation"],
  figures: ["figure", "mapping"],
  pushes: ["push", "offer", "drift"],
  orders: ["order"],
}
