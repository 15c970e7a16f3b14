import { RateWindows, wireMoney } from "@serai/channels/sandbox-kit"
import type { Storefront } from "../storefronts"
import type { AcceptedLog } from "./accepted-log"
import type { BatchItem, BatchWork } from "./batches"
import type { Seller } from "./catalogue"
import { refusalOf, type StockItem } from "./stock-rules"

export interface StockRequest {
  seller: Seller
  storefront: Storefront
  items: StockItem[]
  receivedAt: number
}

/** "30 price changes per barcode and minute"; more fail at item level (docs/1-servis-limitleri). */
const priceChanges = { max: 30, windowMs: 60_000 }

/** What a price-and-inventory request has a batch do. */
export class StockBatches {
  readonly #prices = new RateWindows()

  constructor(private readonly accepted: AcceptedLog) {}

  workOf(request: StockRequest): BatchWork {
    this.#prices.forget(request.receivedAt - priceChanges.windowMs)
    return {
      items: request.items.map((item) => this.#itemOf(request, item)),
      // An inventory batch has no status of its own; its items have.
      head: () => ({ batchRequestType: "ProductInventoryUpdate" }),
    }
  }

  #itemOf(request: StockRequest, item: StockItem): BatchItem {
    const { seller, storefront, receivedAt } = request
    const tooOften = this.#pricedTooOften(request, item)
    return {
      told: { requestItem: echoOf(item, receivedAt) },
      refusal: () =>
        tooOften ? tooManyPriceChanges : refusalOf(item, seller.products.get(item.barcode), storefront),
      carryOut: (now) => this.#write(request, item, now),
    }
  }

  #pricedTooOften({ seller, storefront, receivedAt }: StockRequest, item: StockItem): boolean {
    if (item.saleCents === null && item.listCents === null) return false
    return !this.#prices.admit(`${seller.id} ${storefront} ${item.barcode}`, priceChanges, receivedAt)
  }

  #write({ seller, storefront, receivedAt }: StockRequest, item: StockItem, now: number): void {
    const offer = seller.products.get(item.barcode)?.offers[storefront]
    if (!offer) return
    offer.saleCents = item.saleCents ?? offer.saleCents
    offer.listCents = Math.max(item.listCents ?? offer.listCents, offer.saleCents)
    if (item.quantity === null) return
    offer.quantity = item.quantity
    offer.stockSetAt = now
    const { barcode, quantity } = item
    this.accepted.add({ receivedAt, at: now, sellerId: seller.id, storefront, barcode, quantity })
  }
}

const echoOf = (item: StockItem, receivedAt: number) => ({
  updateRequestDate: new Date(receivedAt).toISOString().replace("Z", "+00:00"),
  ...(item.quantity !== null && { quantity: item.quantity }),
  ...(item.saleCents !== null && { salePrice: wireMoney(item.saleCents) }),
  barcode: item.barcode,
  ...(item.listCents !== null && { listPrice: wireMoney(item.listCents) }),
})

const tooManyPriceChanges =
  "Bir barkod için dakikada en fazla 30 fiyat güncellemesi yapılabilir. Lütfen daha sonra tekrar deneyiniz."
