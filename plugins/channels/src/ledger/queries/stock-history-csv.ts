import { wordsOfOrder } from "./stock-history-actor"
import type { HistoryRow } from "./stock-history-shape"

type Cell = string | number | null

const columns = [
  "at",
  "kind",
  "who",
  "order",
  "item",
  "location",
  "on_hand_change",
  "reserved_change",
  "on_hand",
  "reserved",
  "available",
  "figure",
  "result",
  "note",
] as const

type Line = Partial<Record<(typeof columns)[number], Cell>>

/** Pure: the first line; the mark before it tells spreadsheets that this is UTF-8. */
export const csvHead = `\uFEFF${columns.join(",")}\r\n`

/** Pure: one row of a history as a line of the file. */
export function csvLine(row: HistoryRow): string {
  const line: Line = { at: row.at.toISOString(), kind: row.kind, ...lineOf(row) }
  return `${columns.map((column) => csvCell(line[column] ?? null)).join(",")}\r\n`
}

/**
 * Pure. Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers of our own, also negative ones,
 * stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const text = /^[=+\-@\t\r\n]/.test(value.trimStart()) || /^[\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function lineOf(row: HistoryRow): Line {
  switch (row.kind) {
    case "stock":
    case "reservation":
      return {
        ...moverOf(row),
        location: row.location_name ?? row.location_id,
        on_hand_change: row.kind === "stock" ? row.stocked_delta : 0,
        reserved_change: row.kind === "reservation" ? row.reserved_delta : 0,
        on_hand: row.on_hand,
        reserved: row.reserved,
        available: row.available,
      }
    case "recipe":
      return { ...moverOf(row), figure: row.required_delta, note: `Part of ${variantOf(row)}` }
    case "figure":
      return { figure: row.desired, note: JSON.stringify(row.reason) }
    case "push":
    case "offer":
    case "drift":
      return exchangeOf(row)
    case "order":
      return { order: wordsOfOrder(row.order), figure: row.ordered, result: row.state }
    case "mapping":
      return { who: row.actor.words, result: row.mapped_by, note: row.variant_title ?? "no variant" }
  }
}

/** What was told to the marketplace, or seen of it. */
function exchangeOf(row: Extract<HistoryRow, { kind: "push" | "offer" | "drift" }>): Line {
  switch (row.kind) {
    case "push":
      return {
        figure: row.value,
        result: row.outcome,
        note: [`Push ${row.push_id}`, row.code, row.message].filter(Boolean).join(": "),
      }
    case "offer":
      return {
        result: row.outcome,
        note: [row.on_sale ? "Back on sale" : "Off sale", `push ${row.push_id}`, row.code, row.message]
          .filter(Boolean)
          .join(": "),
      }
    case "drift":
      return {
        figure: row.shown,
        result: row.repair,
        note: row.drift === "put_back" ? row.drift : `${row.drift}, expected ${row.expected ?? "nothing"}`,
      }
  }
}

const variantOf = (row: Extract<HistoryRow, { kind: "recipe" }>) => row.variant_name ?? row.variant_id

const moverOf = (row: Extract<HistoryRow, { kind: "stock" | "reservation" | "recipe" }>): Line => ({
  who: row.actor.words,
  order: row.order && wordsOfOrder(row.order),
  item: row.sku ?? row.title ?? row.inventory_item_id,
  note: row.actor.request,
})
