import type { KnownLine } from "../../ledger/orders"
import type { OwedLine } from "./package-facts"

/** One line of an order as a round sees it: what is owed, and the Medusa line it lives in. */
export interface OrderLine extends OwedLine {
  lineItemId: string
  /** Undefined when Medusa does not have it yet. */
  known: KnownLine | undefined
}

export interface OrderLines {
  lines: OrderLine[]
  /** Lines in Medusa that are told no more, and that no other line took over. */
  vanished: KnownLine[]
}

/**
 * Which Medusa line each owed line lives in. While an order waits for its payment its line ids may be provisional; when the
 * real ones come, a line takes over the Medusa line of the same listing that is told no more, with its reservations.
 */
export function matchLines(
  owed: OwedLine[],
  known: KnownLine[],
  newLineItemId: (lineExternalId: string) => string,
): OrderLines {
  const byId = new Map(known.map((line) => [line.external_id, line]))
  const told = new Set(owed.map(({ line }) => line.externalId))
  const vanished = known.filter((line) => !told.has(line.external_id))
  const lines = owed.map((one): OrderLine => {
    const own = byId.get(one.line.externalId) ?? takeOver(vanished, one)
    return { ...one, known: own, lineItemId: own?.line_item_id ?? newLineItemId(one.line.externalId) }
  })
  return { lines, vanished }
}

function takeOver(vanished: KnownLine[], { line }: OwedLine): KnownLine | undefined {
  const index = vanished.findIndex((known) => known.listing_external_id === line.listingExternalId)
  return index < 0 ? undefined : vanished.splice(index, 1)[0]
}

/** Sent before the channel was connected, so never reserved, and not ours to reserve when more is told of it. */
export const wasOlderSale = ({ known }: OrderLine) => known?.state === "closed" && (known.owed ?? 0) > 0
