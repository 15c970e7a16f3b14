import {
  ChannelProvider,
  type ChannelTraits,
  type ConnectPort,
  type HttpFailure,
  type ListingsPort,
  type OffersPort,
  type OrdersPort,
  type PricesPort,
  type StockPort,
  type WebhooksPort,
} from "@serai/channels/contract"
import { z } from "zod"
import { TrendyolClient } from "./client"
import { trendyolCredentials, type TrendyolCredentials } from "./credentials"
import { readFailure } from "./errors"
import { trendyolLimits } from "./limits"
import { settleBatch } from "./inventory"
import { allListings } from "./listings"
import { readOrder } from "./mapper"
import { readOffers, writeOffers } from "./offers"
import { actOnPackage, changesSince, fetchOrder, orderReachMs } from "./orders"
import { readPrices, writePrices } from "./prices"
import { readStock, writeStock } from "./stock"
import { storefronts } from "./storefronts"
import { transportHeaders } from "./transport"
import { listWebhooks, readWebhook, registerWebhook, verifyWebhook } from "./webhooks"

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** The provider's options in `medusa-config.ts`. */
export const trendyolOptions = z.strictObject({
  /** Another host: the stage, or a sandbox. */
  baseUrl: z.url().default("https://apigw.trendyol.com/integration"),
  /**
   * How far before the read mark orders are read again. Trendyol does not say in which zone lastModifiedDate is, and one of its
   * dates is three hours off: four hours are safe under either reading.
   */
  overlapMs: z
    .number()
    .int()
    .nonnegative()
    .default(4 * hourMs),
  /**
   * The stream is documented to begin with the package modified last; a reading ends where everything older is known. False reads
   * the whole overlap every time, should it ever come in another order.
   */
  newestFirst: z.boolean().default(true),
  /**
   * Where archiving counts: on all storefronts of the seller at once, or on the one that the request names. No page says. Taken for
   * "seller", nothing that another storefront still sells is ever archived.
   */
  archives: z.enum(["seller", "storefront"]).default("seller"),
})

export type TrendyolOptions = z.input<typeof trendyolOptions>

/** Trendyol as a channel; each port's logic is in the file of its name. */
export class TrendyolChannel extends ChannelProvider<TrendyolCredentials> {
  static override identifier = "trendyol"
  static override displayName = "Trendyol"

  /** Called by Medusa when it loads the provider, so that a wrong option stops the start. */
  static validateOptions(options: unknown): void {
    trendyolOptions.parse(options ?? {})
  }

  readonly traits: ChannelTraits
  private readonly options: z.output<typeof trendyolOptions>

  constructor(_container: unknown, options: TrendyolOptions = {}) {
    super()
    this.options = trendyolOptions.parse(options)
    this.traits = traits(this.options)
  }

  /** Limits and orders belong to the seller; the storefronts of one seller share them. */
  account(credentials: TrendyolCredentials): string {
    return credentials.sellerId
  }

  transport(credentials: TrendyolCredentials) {
    return { baseUrl: this.options.baseUrl, headers: transportHeaders(credentials) }
  }

  readFailure(failure: HttpFailure) {
    return readFailure(failure)
  }

  readonly connect: ConnectPort<TrendyolCredentials> = {
    credentials: trendyolCredentials,
    async verify(session) {
      const { sellerId, storefront } = session.credentials
      await new TrendyolClient(session).approvedInventory([])
      return {
        account: `Seller ${sellerId}, storefront ${storefront}`,
        currency: storefronts[storefront].currency,
      }
    },
  }

  readonly orders: OrdersPort<TrendyolCredentials> = {
    changesSince: (session, since) => changesSince(session, since, this.options),
    read: (body) => [readOrder(body)],
    fetch: fetchOrder,
    act: actOnPackage,
  }

  readonly stock: StockPort<TrendyolCredentials> = {
    write: writeStock,
    read: readStock,
    settle: settleBatch,
  }

  override readonly prices: PricesPort<TrendyolCredentials> = {
    write: writePrices,
    read: readPrices,
    settle: settleBatch,
  }

  override readonly offers: OffersPort<TrendyolCredentials> = {
    write: writeOffers,
    read: readOffers,
    settle: settleBatch,
  }

  override readonly listings: ListingsPort<TrendyolCredentials> = { all: allListings }

  override readonly webhooks: WebhooksPort<TrendyolCredentials> = {
    register: registerWebhook,
    list: listWebhooks,
    activate: (session, externalId) => new TrendyolClient(session).activateWebhook(externalId),
    remove: (session, externalId) => new TrendyolClient(session).deleteWebhook(externalId),
    verify: verifyWebhook,
    read: readWebhook,
  }
}

/** Of every write that is answered by a batch. */
const batchWrites = { settleWithinMs: 4 * hourMs, landsWithinMs: 15_000 }

/** Of the endpoint that takes stock and prices. */
const inventoryWrites = { identicalWriteWindowMs: 15 * minuteMs, ...batchWrites }

const traits = ({ overlapMs, newestFirst, archives }: z.output<typeof trendyolOptions>): ChannelTraits => ({
  stock: {
    batch: { max: 1000, per: "account" },
    answer: "batch",
    write: "absolute",
    ownDecrement: "yes",
    max: 20_000,
    ...inventoryWrites,
  },
  price: { batch: { max: 1000 }, ...inventoryWrites },
  offer: { batch: { max: 1000 }, of: archives === "seller" ? "account" : "listing", ...batchWrites },
  orders: { overlapMs, reachMs: orderReachMs, newestFirst },
  webhooks: "shared-secret",
  limits: trendyolLimits,
})
