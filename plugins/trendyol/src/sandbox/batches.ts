import {
  randomUuid,
  RateWindows,
  type Faults,
  type Random,
  type SandboxClock,
} from "@serai/channels/sandbox-kit"
import type { Storefront } from "../storefronts"
import type { AcceptedLog } from "./accepted-log"
import type { Product, Seller } from "./catalogue"
import { refusalOf, type StockItem } from "./stock-rules"

export interface Batch {
  id: string
  seller: Seller
  storefront: Storefront
  createdAt: number
  modifiedAt: number
  items: StockItem[]
  /** Items before this index have their final answer. */
  settled: number
  /** Why items failed, by index. */
  failures: Map<number, string>
}

/** "Batch result retention 4 hours" (docs/toplu-işlem-kontrolü-getbatchrequestresult-1). */
const retentionMs = 4 * 3_600_000

/** "30 price changes per barcode and minute"; more fail at item level (docs/1-servis-limitleri). */
const priceChanges = { max: 30, windowMs: 60_000 }

export interface BatchesOptions {
  clock: SandboxClock
  random: Random
  faults: Faults
  accepted: AcceptedLog
  settleAfterMs: number
}

/** Stock and price batches: taken at once, worked off later, readable for four hours. */
export class Batches {
  readonly #batches = new Map<string, Batch>()
  readonly #prices = new RateWindows()
  readonly counts = { itemsWritten: 0, itemsRefused: 0 }

  constructor(private readonly options: BatchesOptions) {}

  take(seller: Seller, storefront: Storefront, items: StockItem[]): Batch {
    const { clock, random, settleAfterMs } = this.options
    const now = clock.now()
    this.#forgetOld(now)
    const batch: Batch = {
      id: `${randomUuid(random)}-${Math.floor((now + retentionMs) / 1000)}`,
      seller,
      storefront,
      createdAt: now,
      modifiedAt: now,
      items,
      settled: 0,
      failures: new Map(),
    }
    for (const [index, item] of items.entries()) {
      if (this.#pricedTooOften(batch, item)) batch.failures.set(index, tooManyPriceChanges)
    }
    this.#batches.set(batch.id, batch)
    const half = Math.floor(items.length / 2)
    if (half > 0) clock.after(settleAfterMs / 2, () => this.#settle(batch, half))
    clock.after(settleAfterMs, () => this.#settle(batch, items.length))
    return batch
  }

  find(seller: Seller, id: string): Batch | undefined {
    const batch = this.#batches.get(id)
    const readable = batch?.seller === seller && this.options.clock.now() < batch.createdAt + retentionMs
    return readable ? batch : undefined
  }

  #pricedTooOften(batch: Batch, item: StockItem): boolean {
    if (item.saleCents === null && item.listCents === null) return false
    const key = `${batch.seller.id} ${batch.storefront} ${item.barcode}`
    return !this.#prices.admit(key, priceChanges, batch.createdAt)
  }

  #settle(batch: Batch, upTo: number): void {
    const now = this.options.clock.now()
    for (let index = batch.settled; index < upTo; index += 1) {
      const item = batch.items[index]
      if (item) this.#settleItem(batch, index, item, now)
    }
    batch.settled = upTo
    batch.modifiedAt = now
  }

  #settleItem(batch: Batch, index: number, item: StockItem, now: number): void {
    const product = batch.seller.products.get(item.barcode)
    const failure =
      batch.failures.get(index) ??
      refusalOf(item, product, batch.storefront) ??
      (this.options.faults.strikes("lateRefusal") ? lateRefusal : undefined)
    if (failure !== undefined || !product) {
      batch.failures.set(index, failure ?? lateRefusal)
      this.counts.itemsRefused += 1
      return
    }
    this.counts.itemsWritten += 1
    this.#write(batch, item, product, now)
  }

  #write(batch: Batch, item: StockItem, product: Product, now: number): void {
    const offer = product.offers[batch.storefront]
    if (!offer) return
    offer.saleCents = item.saleCents ?? offer.saleCents
    offer.listCents = Math.max(item.listCents ?? offer.listCents, offer.saleCents)
    if (item.quantity === null) return
    offer.quantity = item.quantity
    offer.stockSetAt = now
    this.options.accepted.add({
      receivedAt: batch.createdAt,
      at: now,
      sellerId: batch.seller.id,
      storefront: batch.storefront,
      barcode: item.barcode,
      quantity: item.quantity,
    })
  }

  /** Batches lie in the order in which they came, so the old ones are in front. */
  #forgetOld(now: number): void {
    for (const [id, batch] of this.#batches) {
      if (now < batch.createdAt + retentionMs) break
      this.#batches.delete(id)
    }
    this.#prices.forget(now - priceChanges.windowMs)
  }
}

const tooManyPriceChanges =
  "Bir barkod için dakikada en fazla 30 fiyat güncellemesi yapılabilir. Lütfen daha sonra tekrar deneyiniz."
const lateRefusal = "Ürün güncellenirken geçici bir hata oluştu. Lütfen daha sonra tekrar deneyiniz."
