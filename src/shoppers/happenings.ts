import type { ShopCode } from "../seed/shops"

export interface ShelfItem {
  barcode: string
  quantity: number
  onSale: boolean
}

export interface Wish {
  storefront: ShopCode
  lines: { barcode: string; quantity: number }[]
}

export interface OpenOrder {
  orderNumber: string
  placedAt: number
}

/** What can be seen before something happens. */
export interface Market {
  now: number
  shelves: Record<ShopCode, ShelfItem[]>
  /** Neither cancelled nor packed, oldest first. */
  open: OpenOrder[]
  /** Barcodes that goods can be received for. Kits are packed from what is received, not received themselves. */
  receivable: ReadonlySet<string>
}

export type Happening =
  /** Buyers order: one, or two at once on both storefronts who want the same last pieces. */
  | { kind: "order"; wishes: Wish[] }
  /** A buyer has second thoughts. */
  | { kind: "cancel"; orderNumber: string }
  /** A supplier delivers. */
  | { kind: "receive"; barcode: string; pieces: number }
  /** The courier comes for everything that has waited long enough. */
  | { kind: "pack"; orderNumbers: string[] }
  | { kind: "nothing" }

export type Random = () => number

/** Until the next happening: exponential, so that happenings are a Poisson stream, in bursts and lulls as in life. */
export const nextArrivalMs = (random: Random, meanMs: number): number => -Math.log(1 - random()) * meanMs

/** How long an order waits for the courier; until then its pieces stay reserved and its buyer may cancel. */
export const packAfterMs = 3 * 60_000
const packedAtOnce = 10

/** Few enough things come back or in that a brake on mass changes does not see one in ten minutes of it. */
const shares: [share: number, happen: (market: Market, random: Random) => Happening][] = [
  [0.78, order],
  [0.05, race],
  [0.03, cancel],
  [0.04, receive],
  [0.1, pack],
]

export function nextHappening(market: Market, random: Random): Happening {
  let left = random()
  for (const [share, happen] of shares) {
    if (left < share) return happen(market, random)
    left -= share
  }
  return { kind: "nothing" }
}

function order(market: Market, random: Random): Happening {
  const storefront = random() < 0.6 ? "TR" : "RO"
  const shelf = [...sellable(market.shelves[storefront])]
  const lines: Wish["lines"] = []
  const wanted = 1 + Math.floor(random() * 3)
  while (lines.length < wanted && shelf.length > 0) {
    const [item] = shelf.splice(Math.floor(random() * shelf.length), 1)
    if (item) lines.push({ barcode: item.barcode, quantity: pieces(item, random) })
  }
  return lines.length > 0 ? { kind: "order", wishes: [{ storefront, lines }] } : { kind: "nothing" }
}

/** Most buyers take one piece, few take three, none more than there are. */
const pieces = ({ quantity }: ShelfItem, random: Random): number =>
  Math.min(quantity, random() < 0.75 ? 1 : 1 + Math.ceil(random() * 2))

const scarce = 3

/** Both storefronts show the same last pieces: somebody is going to be too late. */
function race(market: Market, random: Random): Happening {
  const there = new Map(sellable(market.shelves.RO).map((item) => [item.barcode, item.quantity]))
  const last = sellable(market.shelves.TR).filter(
    ({ barcode, quantity }) => quantity <= scarce && there.has(barcode),
  )
  const item = last[Math.floor(random() * last.length)]
  if (!item) return order(market, random)
  const wish = (storefront: ShopCode, quantity: number) => ({
    storefront,
    lines: [{ barcode: item.barcode, quantity }],
  })
  return {
    kind: "order",
    wishes: [wish("TR", item.quantity), wish("RO", Math.min(item.quantity, there.get(item.barcode) ?? 1))],
  }
}

function cancel({ open }: Market, random: Random): Happening {
  const chosen = open[Math.floor(random() * open.length)]
  return chosen ? { kind: "cancel", orderNumber: chosen.orderNumber } : { kind: "nothing" }
}

/** For one of the five scarcest; never all of it, so that some things stay sold out for a while. */
function receive({ shelves, receivable }: Market, random: Random): Happening {
  const byStock = shelves.TR.filter((item) => item.onSale || item.quantity === 0)
    .filter(({ barcode }) => receivable.has(barcode))
    .sort((a, b) => a.quantity - b.quantity)
  const chosen = byStock[Math.floor(random() * Math.min(5, byStock.length))]
  if (!chosen) return { kind: "nothing" }
  return { kind: "receive", barcode: chosen.barcode, pieces: 24 * (1 + Math.ceil(random() * 3)) }
}

function pack({ open, now }: Market): Happening {
  const due = open.filter(({ placedAt }) => now - placedAt >= packAfterMs).slice(0, packedAtOnce)
  return due.length > 0
    ? { kind: "pack", orderNumbers: due.map(({ orderNumber }) => orderNumber) }
    : { kind: "nothing" }
}

const sellable = (shelf: ShelfItem[]) => shelf.filter((item) => item.onSale && item.quantity > 0)
