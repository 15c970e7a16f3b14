import type { OrderBook } from "./order-book"
import { isOpen, piecesOf, type Cancellation, type Order, type OrderLine, type Package } from "./packages"

/** Pieces per line id. */
export type Pieces = Map<number, number>

/** The named pieces of a package, and what stays behind. */
export function parted(
  lines: readonly OrderLine[],
  pieces: Pieces,
): { taken: OrderLine[]; rest: OrderLine[] } {
  const part = (quantityOf: (line: OrderLine) => number) =>
    lines.flatMap((line) => {
      const quantity = quantityOf(line)
      return quantity > 0 ? [{ ...line, quantity }] : []
    })
  const wanted = (line: OrderLine) => Math.min(line.quantity, pieces.get(line.id) ?? 0)
  return { taken: part(wanted), rest: part((line) => line.quantity - wanted(line)) }
}

/** `originPackageIds` names the first package of the chain ("the id of the first package"). */
const originOf = (one: Package): number => one.originId ?? one.id

/**
 * Takes pieces out of a package for good. The package itself ends and keeps what was cancelled; what is left of it lives on in
 * a new package with a new id, as after a partial cancellation at Trendyol.
 */
export function cancelPieces(
  book: OrderBook,
  ended: Package,
  pieces: Pieces,
  cancellation: Cancellation,
): Package | null {
  const waiting = ended.status === "Awaiting"
  const { taken, rest } = parted(ended.lines, pieces)
  ended.lines = taken
  ended.cancellation = cancellation
  book.counts.cancelledPieces += piecesOf(taken)
  book.move(ended, cancellation.by === "SELLER" ? "UnSupplied" : "Cancelled")
  if (rest.length === 0) return null
  return book.open({
    order: ended.order,
    lines: rest,
    status: waiting ? "Awaiting" : "Created",
    createdBy: "cancel",
    originId: originOf(ended),
  })
}

/** The package becomes UnPacked and keeps its lines; each group, and what no group names, gets a package of its own. */
export function splitPackage(book: OrderBook, split: Package, groups: Pieces[]): Package[] {
  let rest: OrderLine[] = split.lines
  const contents: OrderLine[][] = []
  for (const group of groups) {
    const part = parted(rest, group)
    contents.push(part.taken)
    rest = part.rest
  }
  split.splitting = false
  book.move(split, "UnPacked")
  return [...contents, rest]
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      book.open({
        order: split.order,
        lines,
        status: "Created",
        createdBy: "split",
        originId: originOf(split),
      }),
    )
}

export interface CancelWish {
  lineId?: number | undefined
  barcode?: string | undefined
  /** All pieces of the line when left out. */
  quantity?: number | undefined
}

/** Finds a buyer's wishes in the order's open packages; throws when there is less left than they want to cancel. */
export function piecesToCancel(order: Order, wishes: CancelWish[] | undefined): Map<Package, Pieces> {
  const open = order.packages.filter((one) => isOpen(one))
  const everything = open.flatMap((one) => one.lines.map(({ id }): CancelWish => ({ lineId: id })))
  const found = new Map<Package, Pieces>()
  for (const wish of wishes ?? everything) findWish(order, open, wish, found)
  if (found.size === 0) throw new Error(`order ${order.number} has nothing left to cancel`)
  return found
}

function findWish(order: Order, open: Package[], wish: CancelWish, found: Map<Package, Pieces>): void {
  let missing = wish.quantity ?? Infinity
  for (const one of open) {
    const pieces: Pieces = found.get(one) ?? new Map<number, number>()
    for (const line of one.lines.filter((candidate) => isMeant(wish, candidate))) {
      const already = pieces.get(line.id) ?? 0
      const quantity = Math.min(missing, line.quantity - already)
      if (quantity <= 0) continue
      found.set(one, pieces.set(line.id, already + quantity))
      missing -= quantity
    }
  }
  if (missing > 0 && missing !== Infinity) throw new Error(`order ${order.number} has less left than that`)
}

const isMeant = (wish: CancelWish, line: OrderLine): boolean =>
  line.id === wish.lineId || line.product.barcode === wish.barcode
