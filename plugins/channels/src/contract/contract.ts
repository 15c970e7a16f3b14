import type { z } from "zod"
import type { ChannelError } from "./errors"
import type { HttpClient, HttpFailure } from "./http/client"
import type { Limit } from "./limits"
import type {
  InboxFact,
  ItemOutcome,
  OfferWrite,
  Outcome,
  PackageAction,
  PriceWrite,
  RemoteListing,
  RemoteOffer,
  RemoteOrder,
  RemotePrice,
  RemoteStock,
  StockWrite,
} from "./model"
import type { Runtime } from "./runtime"

/** Facts the engine plans with. Data, not code. */
export interface ChannelTraits {
  stock: {
    /** Items per request; `per: "product"` when one request may only carry variants of one product. */
    batch: { max: number; per: "account" | "product" }
    /** "batch": write answers `pending` and `settle` is polled. */
    answer: "sync" | "batch"
    write: "absolute" | "compare-and-set" | "difference"
    /** Does the marketplace lower its own figure when it sells? */
    ownDecrement: "yes" | "no" | "unknown"
    /** The largest quantity the marketplace takes. */
    max: number
    /** A write identical to an earlier one within this time is refused; 0 when there is no such rule. */
    identicalWriteWindowMs: number
    /** How long a batch's answer can be read. After that its items are looked up instead. */
    settleWithinMs: number
    /** How long after it was sent a write whose answer was lost may still be carried out. */
    landsWithinMs: number
  }
  /** Left out where prices cannot be written. Each field as for stock. */
  price?: {
    batch: { max: number }
    identicalWriteWindowMs: number
    settleWithinMs: number
    landsWithinMs: number
  }
  /** Left out where listings cannot be taken off sale. The last two as for stock. */
  offer?: {
    batch: { max: number }
    /**
     * What goes on and off sale by one write. "product": all listings of one product. "account": a listing on every channel of
     * its account; it ends once it does on all of them, and any of them brings it back.
     */
    of: "listing" | "product" | "account"
    settleWithinMs: number
    landsWithinMs: number
  }
  orders: {
    /** Start this much before the read mark: clocks differ and pages shift. */
    overlapMs: number
    /** The oldest order the marketplace still tells. */
    reachMs: number
    /** The list begins with the newest change: its pages tell what they cover, and a reading ends at what is known. */
    newestFirst?: boolean
  }
  webhooks: "signed" | "shared-secret" | "none"
  limits: Limit[]
}

export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

/** One channel's way to its marketplace: decrypted credentials and a bound HTTP client, nothing global. */
export interface Session<Credentials = unknown> {
  channelId: string
  credentials: Credentials
  /** The provider's own options from `medusa-config.ts`, e.g. another base URL. */
  http: HttpClient
  runtime: Runtime
  log: Logger
  signal?: AbortSignal
}

/** A credential field as the connect form shows it; derived from the schema's `.meta()`. */
export interface CredentialField {
  name: string
  label: string
  help?: string
  secret: boolean
  required: boolean
  options?: string[]
  defaultValue?: string
}

export interface OrderPage {
  facts: InboxFact[]
  /** Every order up to this marketplace time has been handed over with this page and the ones before it; undefined on pages that do not end a window. */
  readThrough?: Date
  /**
   * Of a list that begins with the newest change: everything that changed between the two has been handed over with this
   * page and those before it. Left out where later pages may still bring newer changes. After several such pages the list is
   * asked again from its beginning, because what changed meanwhile has moved there.
   */
  covers?: { from: Date; through: Date }
}

export interface WebhookRequest {
  /** Names in lower case, as Node has them. */
  headers: Record<string, string | undefined>
  /** The bytes as they came; verification never sees a parsed body. */
  rawBody: Buffer
}

export interface WebhookRegistration {
  externalId: string
  url: string
  active: boolean
}

export interface ConnectPort<Credentials> {
  credentials: z.ZodType<Credentials>
  /** The storefront's or account's own name for itself and its currency; throws a ChannelError when the credentials do not work. */
  verify(session: Session<Credentials>): Promise<{ account: string; currency: string }>
}

export interface OrdersPort<Credentials> {
  /**
   * Pages of facts changed since `since`, a marketplace time from which the caller has already taken `traits.orders.overlapMs`.
   * The caller stores a page before it asks for the next. Where no page tells what it `covers`, what changes while they are
   * read must still be on a page to come: the oldest first, and no end before now.
   */
  changesSince(session: Session<Credentials>, since: Date): AsyncIterable<OrderPage>
  /** Pure. Throws ChannelError("contract") when the body is not what the marketplace documents. */
  read(body: string): RemoteOrder[]
  /** The current state of one order, as facts; empty when the marketplace does not know the order. */
  fetch?(session: Session<Credentials>, externalId: string): Promise<InboxFact[]>
  /** A seller's own step with one package. The new state arrives like any other fact: fetch the order, or wait for it. */
  act?(session: Session<Credentials>, action: PackageAction): Promise<void>
}

export interface StockPort<Credentials> {
  /** At most `traits.stock.batch.max` items; the answer has one outcome per item, in the same order. */
  write(session: Session<Credentials>, items: StockWrite[]): Promise<Outcome[]>
  /** What the marketplace shows now. Unknown ids are left out. */
  read(session: Session<Credentials>, externalIds: string[]): Promise<RemoteStock[]>
  /**
   * The final answers of a batch so far; `done` when no more will come. Throws `not_found` when the batch is no longer readable.
   * `sent` are the external ids the batch was written with: a marketplace may echo them altered, the answer never does.
   */
  settle?(
    session: Session<Credentials>,
    batch: string,
    sent?: string[],
  ): Promise<{ done: boolean; items: ItemOutcome[] }>
}

/** Like stock; but nobody else changes a price, so that nothing has to be read before it is written. */
export interface PricesPort<Credentials> {
  /** At most `traits.price.batch.max` items; the answer has one outcome per item, in the same order. */
  write(session: Session<Credentials>, items: PriceWrite[]): Promise<Outcome[]>
  /** What the marketplace shows now, digit for digit. Unknown ids are left out. */
  read(session: Session<Credentials>, externalIds: string[]): Promise<RemotePrice[]>
  /** As `StockPort.settle`. */
  settle?: StockPort<Credentials>["settle"]
}

/**
 * Takes listings off sale without deleting them, and puts them back: unlist, deactivate, archive. Doing what is already so is
 * accepted. Nothing else is written to a listing from the moment it is being taken off sale until it is back.
 */
export interface OffersPort<Credentials> {
  /**
   * At most `traits.offer.batch.max` items, which all go the same way; the answer has one outcome per item, in the same order.
   * Where whole products go on and off sale, the items may be any listings of a product.
   */
  write(session: Session<Credentials>, items: OfferWrite[]): Promise<Outcome[]>
  /** What is on sale now, sold out or not. Unknown ids are left out. */
  read(session: Session<Credentials>, externalIds: string[]): Promise<RemoteOffer[]>
  /** As `StockPort.settle`. */
  settle?: StockPort<Credentials>["settle"]
}

export interface ListingsPort<Credentials> {
  all(session: Session<Credentials>): AsyncIterable<RemoteListing[]>
}

export interface WebhooksPort<Credentials> {
  register(session: Session<Credentials>, url: string, secret: string): Promise<WebhookRegistration>
  list(session: Session<Credentials>): Promise<WebhookRegistration[]>
  activate(session: Session<Credentials>, externalId: string): Promise<void>
  remove(session: Session<Credentials>, externalId: string): Promise<void>
  /** Constant time, over raw bytes and headers only. */
  verify(request: WebhookRequest, secret: string, now: number): boolean
  /** Pure: splits a delivery into facts. Throws ChannelError("contract") on what it cannot split. */
  read(rawBody: Buffer): InboxFact[]
}

/**
 * One class per marketplace, resolved as a Medusa module provider. `connect`, `orders` and `stock` are required; the other
 * ports follow from what the marketplace can do, and the dashboard hides what a connector does not have.
 */
export abstract class ChannelProvider<Credentials = unknown> {
  /** The marketplace's name in URLs, tables and the dashboard: "trendyol". */
  static identifier: string
  /** As people write it: "Trendyol". */
  static displayName: string

  abstract readonly traits: ChannelTraits
  /** Who shares a limit and an order stream: the seller account behind the credentials. */
  abstract account(credentials: Credentials): string
  /** Where requests go and what every one carries (authentication, User-Agent). Pure. */
  abstract transport(credentials: Credentials): { baseUrl: string; headers: Record<string, string> }
  /** One table: what the marketplace answered → a kind. Pure. */
  abstract readFailure(failure: HttpFailure): ChannelError

  abstract readonly connect: ConnectPort<Credentials>
  abstract readonly orders: OrdersPort<Credentials>
  abstract readonly stock: StockPort<Credentials>
  /** Together with `traits.price`. */
  readonly prices?: PricesPort<Credentials>
  /** Together with `traits.offer`, and with `offSale` in what `listings` tells. */
  readonly offers?: OffersPort<Credentials>
  readonly listings?: ListingsPort<Credentials>
  readonly webhooks?: WebhooksPort<Credentials>
}

/** The registration name of `ChannelSessions` in Medusa's container. */
export const CHANNEL_SESSIONS = "channelSessions"

/** What the rest of Medusa (a fulfilment provider, say) needs to talk to the marketplace of one channel. */
export interface ChannelSessions {
  open(channelId: string): Promise<{ provider: ChannelProvider; session: Session }>
}
