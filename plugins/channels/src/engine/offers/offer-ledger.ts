import type { OfferWrite } from "../../contract"
import type { PushLedger } from "../pushes/push-ledger"

export interface OfferClaim {
  /** How much may go in one request. */
  items: number
  /** What goes on and off sale together. */
  of: "listing" | "product"
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
  /** Is anything to be taken off sale or put back, whether or not a brake keeps it? */
  hasDue(channelId: string): Promise<boolean>
  /**
   * Decides from stock as it was answered what is to be on sale, takes what is due and may go, all of it one way, writes down
   * the push, and marks its listings as sent.
   */
  claim(channelId: string, request: OfferClaim): Promise<ClaimedOffers | undefined>
}
