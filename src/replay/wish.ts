import type { PlacedLine, PlacedSale } from "./books"
import type { Wish } from "./marketplace"
import { barcodeOf } from "./orders/goods"
import type { Sale } from "./orders/invoice"
import type { PlayedChannel } from "./world"

/** What a buyer is after, and where. */
export interface Wanted {
  sale: Sale
  channel: PlayedChannel
}

/** The same, as the marketplace's pages are asked for it. */
export const wish = ({ sale, channel }: Wanted, { force = false, number = sale.number }): Wish => ({
  storefront: channel.storefront,
  orderNumber: number,
  force,
  lines: sale.lines.map(({ sku, quantity, unitPrice }) => ({ barcode: barcodeOf(sku), quantity, unitPrice })),
})

/** And as it goes into the books. */
export const linesOf = (sale: Sale, placed: PlacedSale | undefined): PlacedLine[] =>
  sale.lines.map(({ sku, quantity }, position) => ({
    order_number: placed?.order_number ?? sale.number,
    position,
    customer: sale.customer,
    sku,
    pieces: quantity,
  }))
