import type { ChannelTraits, OfferWrite } from "../../contract"
import type { PushLedger } from "../pushes/push-ledger"

/** What goes on and off sale together. */
export interface OfferScope {
  of: NonNullable<ChannelTraits["offer"]>["of"]
  /** The account's other channels, where a listing goes on all of them at once; each one's brake holds. */
  alongside: readonly { channelId: string; brakePercent: number | null }[]
}

export interface OfferClaim extends OfferScope {
  /** How much may go in one request. */
  items: number
  /** Largest share of the channel's listings that may be taken off sale at once; null for no limit. */
  brakePercent: number | null
}

export interface ClaimedOffers {
  id: string
  writes: OfferWrite[]
}

/**
 * The ledger as what goes on and off sale sees it: true is on sale. Going off sale waits until zero is accepted, and coming
 * back shows that zero: no offer sells a unit by itself, so that none waits for the gate.
 */
export interface OfferLedger extends PushLedger<boolean> {
  /**
   * Is anything to be taken off sale or put back, whether or not a brake keeps it? Without a scope as if every listing went
   * alone, which is quicker to tell.
   */
  hasDue(channelId: string, scope?: OfferScope): Promise<boolean>
  /**
   * Decides from stock as it was answered what is to be on sale, takes what is due and may go, all of it one way, writes down
   * the push, and marks its listings as sent.
   */
  claim(channelId: string, request: OfferClaim): Promise<ClaimedOffers | undefined>
}
