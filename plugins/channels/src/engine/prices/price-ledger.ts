import type { Decimal, PriceWrite } from "../../contract"
import type { PushLedger } from "../pushes/push-ledger"

/** What is wanted of one listing, as the ledger keeps it: with two decimals. */
export interface Price {
  sale_price: Decimal
  list_price: Decimal
}

export interface ClaimedPrices {
  id: string
  writes: PriceWrite[]
}

/** The ledger as pushes of prices see it. Prices wait for no gate and no brake: a sale changes none of them. */
export interface PriceLedger extends PushLedger<Price> {
  hasDue(channelId: string): Promise<boolean>
  /** Takes what is due, writes down the push, and marks its listings as sent. Nothing else can take them. */
  claim(
    channelId: string,
    limits: { items: number; identicalWithinMs: number },
  ): Promise<ClaimedPrices | undefined>
}
