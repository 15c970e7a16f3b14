import type { OpenPush, PushFailure, SettledItem } from "../stock/stock-ledger"

/** A push of any lane, as whoever follows it sees it. */
export type FollowedPush = Omit<OpenPush, "lane">

/**
 * What every kind of push needs of its ledger, whatever figures it carries: `Value` is what was wanted of one listing. As for
 * `StockLedger`, every method is one atomic step.
 */
export interface PushLedger<Value> {
  openPushes(channelId: string): Promise<FollowedPush[]>
  /** The answers that came with the request; `batch` when the rest comes later. */
  recordAnswers(
    push: { id: string; channelId: string },
    items: SettledItem[],
    end: { batch: string } | "ended" | "open",
  ): Promise<void>
  recordFailure(pushId: string, failure: PushFailure): Promise<void>
  /** What a push carried and has no answer for. From now on its outcome counts as unknown when `lost`. */
  unanswered(pushId: string, as: "pending" | "lost"): Promise<{ external_id: string; value: Value }[]>
  /** No more answers will come: what has none is due again. */
  finish(pushId: string): Promise<void>
}
