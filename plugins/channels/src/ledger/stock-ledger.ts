import type { DataSource } from "typeorm"
import type { StockLedger } from "../engine/stock/stock-ledger"
import { markUnknown, recordAnswers, releaseUnsent } from "./aspects"
import { claimPush, hasDue } from "./claims"
import { gateOf } from "./gate"
import { closePush, markPending, openPushes, recordAccepted, unansweredItems } from "./pushes"

/** The ledger in Postgres, as pushes see it: each step is one transaction of the named statements beside this file. */
export function createStockLedger(ledger: DataSource, recompute: () => Promise<string[]>): StockLedger {
  return {
    gate: (channelId, freshnessMs) => gateOf(ledger, channelId, freshnessMs),
    recompute,
    openPushes: (channelId) => openPushes(ledger, channelId),
    hasDue: (channelId, lane) => hasDue(ledger, channelId, lane),
    claim: (channelId, request) => claimPush(ledger, channelId, request),
    recordAnswers: (push, items, end) =>
      ledger.transaction(async (sql) => {
        const { accepted } = await recordAnswers(sql, push.id, items)
        if (accepted > 0) await recordAccepted(sql, push.channelId)
        if (end === "ended") await closePush(sql, push.id, { state: "settled" })
        else if (end !== "open") await markPending(sql, push.id, end.batch)
      }),
    recordFailure: (pushId, { kind, message, lost, retryAfterMs }) =>
      ledger.transaction(async (sql) => {
        await (lost ? markUnknown(sql, pushId) : releaseUnsent(sql, pushId, retryAfterMs))
        const state = lost ? "unknown" : "failed"
        await closePush(sql, pushId, { state, errorKind: kind, error: message })
      }),
    unanswered: (pushId, as) =>
      ledger.transaction(async (sql) => {
        if (as === "lost") await markUnknown(sql, pushId)
        return unansweredItems(sql, pushId)
      }),
    finish: (pushId) =>
      ledger.transaction(async (sql) => {
        await releaseUnsent(sql, pushId, 0)
        await closePush(sql, pushId, { state: "settled" })
      }),
  }
}
