import type { ChannelProvider } from "../contract"
import type { FaultPatch, SandboxClock } from "../sandbox-kit"

/** A value to put into an order's body, as JSON spells it: `"text"`, `-1`, `72602420957047272632`. */
export interface BodyChange {
  packageId?: string
  state?: string
  quantity?: string
}

/**
 * What a connector's test sets up over its sandbox: one seller, fresh for each case, at a marketplace whose time stands still
 * until someone moves it.
 */
export interface ConformanceWorld {
  provider: ChannelProvider
  credentials: unknown
  /** Well formed, but not the seller's. */
  wrongCredentials: unknown
  /** The sandbox's own clock; it must not tick by itself. */
  clock: SandboxClock
  /** Listings on sale, more than one page of them, each showing at least 1000 pieces. */
  listings: string[]
  /** A listing that the marketplace knows but takes no stock for; null when there is no such thing. */
  blockedListing: string | null
  /** A buyer's order at the marketplace; answers its number. */
  placeOrder(lines: { listing: string; quantity: number }[]): Promise<string>
  cancelOrder(externalId: string): Promise<void>
  /** What buyers see now. */
  shownQuantity(listing: string): Promise<number>
  /** What buyers pay now, in major units. */
  shownPrice(listing: string): Promise<string>
  /** Can buyers find it, sold out or not? Only where the connector has `offers`. */
  onSale?(listing: string): Promise<boolean>
  setFaults(patch: FaultPatch): void
  /** Resolves when every webhook that is due has been answered. */
  webhooksDelivered(): Promise<void>
  /** The body of an order fact as this marketplace writes it, with the named values put in. */
  orderBody(change: BodyChange): string
  close(): Promise<void>
}

/** One rule that every connector keeps. Each case gets a world of its own. */
export interface ConformanceCase {
  name: string
  /** False: the connector does not offer what this is about, and the case is shown as skipped. */
  applies?: (provider: ChannelProvider) => boolean
  run(world: ConformanceWorld): Promise<void>
}
