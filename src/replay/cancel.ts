import { cancellableLines, noteCancelled } from "./books"
import { barcodeOf } from "./orders/goods"
import type { Cancellation } from "./orders/invoice"
import type { World } from "./world"

interface TakenLine {
  order_number: string
  position: number
  sku: string
  pieces: number
  /** Of this line by now, these pieces included. */
  cancelled: number
}

/** Pieces that went back to the shelf, and those that no earlier order of this customer explains. */
export interface TakenBack {
  taken: number
  unmatched: number
}

/** A buyer takes pieces back, from as many of their earlier orders as it needs. */
export async function takeBack(world: World, cancellation: Cancellation): Promise<TakenBack> {
  const { db, marketplace, sandbox } = world
  const lines = await matchedLines(world, cancellation)
  for (const order of new Set(lines.map(({ order_number }) => order_number))) {
    const mine = lines.filter(({ order_number }) => order_number === order)
    await marketplace.cancel(sandbox, order, perBarcode(mine))
  }
  await noteCancelled(db, lines)
  const wanted = cancellation.lines.reduce((sum, { quantity }) => sum + quantity, 0)
  const taken = lines.reduce((sum, { pieces }) => sum + pieces, 0)
  return { taken, unmatched: wanted - taken }
}

async function matchedLines({ db }: World, { customer, lines }: Cancellation): Promise<TakenLine[]> {
  if (customer === null) return []
  const matched = new Map<string, TakenLine>()
  for (const { sku, quantity } of lines) {
    let left = quantity
    for (const { order_number, position, cancelled, left: there } of await cancellableLines(
      db,
      customer,
      sku,
    )) {
      const key = `${order_number} ${position}`
      const known = matched.get(key) ?? { order_number, position, sku, pieces: 0, cancelled }
      const pieces = Math.min(left, there - known.pieces)
      if (pieces > 0) {
        matched.set(key, { ...known, pieces: known.pieces + pieces, cancelled: known.cancelled + pieces })
      }
      left -= pieces
    }
  }
  return [...matched.values()]
}

function perBarcode(lines: TakenLine[]): { barcode: string; quantity: number }[] {
  const sums = new Map<string, number>()
  for (const { sku, pieces } of lines) sums.set(sku, (sums.get(sku) ?? 0) + pieces)
  return [...sums].map(([sku, quantity]) => ({ barcode: barcodeOf(sku), quantity }))
}
