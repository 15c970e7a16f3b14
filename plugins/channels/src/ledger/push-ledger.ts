import type { DataSource } from "typeorm"
import type { PushLedger } from "../engine/pushes/push-ledger"
import { markUnknown, recordAnswers, releaseUnsent } from "./aspects"
import { closePush, markPending, recordAccepted, unansweredItems } from "./pushes"

/** What becomes of a push once it is written down, in Postgres: the same for stock and prices. */
export function createPushLedger<Value>(ledger: DataSource): Omit<PushLedger<Value>, "openPushes"> {
  return {
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
        return unansweredItems<Value>(sql, pushId)
      }),
    finish: (pushId) =>
      ledger.transaction(async (sql) => {
        await releaseUnsent(sql, pushId, 0)
        await closePush(sql, pushId, { state: "settled" })
      }),
  }
}
