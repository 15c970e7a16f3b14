import {
  decimal,
  type PackageState,
  type RemoteOrder,
  type RemoteOrderLine,
  type RemotePackage,
} from "@serai/channels/contract"
import type { SoldLine } from "../history"

const one = decimal.parse("1.00")
const nothing = decimal.parse("0")

export interface RemoteBook {
  number: string
  placedAt: Date
  /** What is still to be sent. */
  current: RemotePackage
  shipped: boolean
  cancelled: boolean
}

export function newOrder(
  number: string,
  { placedAt, lines, unpaid }: { placedAt: Date; lines: SoldLine[]; unpaid: boolean },
): RemoteBook {
  const told = lines.map((line, index) => orderLine(`${number}-${index + 1}`, line))
  const state = unpaid ? "awaiting" : "created"
  const current = packageOf(`${number}.1`, { state, modifiedAt: placedAt, lines: told, originIds: [] })
  return { number, placedAt, current, shipped: false, cancelled: false }
}

const orderLine = (externalId: string, { listing, quantity }: SoldLine): RemoteOrderLine => ({
  externalId,
  listingExternalId: listing,
  barcode: null,
  sku: null,
  title: listing,
  quantity,
  unitPrice: one,
  unitDiscount: nothing,
  taxRate: null,
})

interface PackageFacts {
  state: PackageState
  modifiedAt: Date
  lines: RemoteOrderLine[]
  originIds: string[]
}

const packageOf = (externalId: string, facts: PackageFacts): RemotePackage => ({
  externalId,
  remoteState: facts.state,
  tracking: { number: null, url: null, carrier: null },
  ...facts,
})

/** The package in another state. */
export function advance(book: RemoteBook, state: PackageState, modifiedAt: Date): RemotePackage {
  book.current = { ...book.current, state, remoteState: state, modifiedAt }
  return book.current
}

/**
 * What is told when pieces are cancelled: the package ends and names them, and another one holds the rest. Undefined when
 * there is nothing to cancel any more.
 */
export function cancelPieces(
  book: RemoteBook,
  part: "all" | "some",
  modifiedAt: Date,
): { told: RemotePackage[]; lines: SoldLine[] } | undefined {
  if (book.shipped || book.cancelled) return undefined
  const taken = part === "all" ? book.current.lines : onePiece(book.current.lines)
  const rest = book.current.lines.flatMap((line) => {
    const cancelled = taken.find(({ externalId }) => externalId === line.externalId)?.quantity ?? 0
    return line.quantity > cancelled ? [{ ...line, quantity: line.quantity - cancelled }] : []
  })
  const ended = { ...advance(book, "cancelled", modifiedAt), lines: taken }
  const lines = taken.map(({ listingExternalId: listing, quantity }) => ({ listing, quantity }))
  if (rest.length === 0) {
    book.cancelled = true
    return { told: [ended], lines }
  }
  const { number } = book
  const originIds = [ended.externalId]
  book.current = packageOf(`${number}.2`, { state: "created", modifiedAt, lines: rest, originIds })
  return { told: [ended, book.current], lines }
}

const onePiece = ([first]: RemoteOrderLine[]) => (first ? [{ ...first, quantity: 1 }] : [])

export const remoteOrder = ({ number, placedAt }: RemoteBook, pack: RemotePackage): RemoteOrder => ({
  externalId: number,
  placedAt,
  currency: "EUR",
  buyer: null,
  shippingAddress: null,
  billingAddress: null,
  packages: [pack],
  url: null,
})
