import type { FactLedger } from "../orders/pull"
import type { StockLedger } from "../stock/stock-ledger"
import { note, traced } from "./trace"

/** The ledger of a push, with a span per step: recompute, claim, answers. The requests between them have spans of their own. */
export function tracedStock(stock: StockLedger): StockLedger {
  return {
    ...stock,
    recompute: () =>
      traced("recompute", {}, async (span) => {
        const changed = await stock.recompute()
        span.setAttribute("serai.channels_changed", changed.length)
        return changed
      }),
    claim: (channelId, request) =>
      traced("claim push", { "serai.channel": channelId, "serai.lane": request.lane }, async (span) => {
        const push = await stock.claim(channelId, request)
        span.setAttributes({ "serai.push": push?.id ?? "none", "serai.items": push?.writes.length ?? 0 })
        // A job sends several; each of them names the last one.
        if (push) note({ "serai.push": push.id })
        return push
      }),
    recordAnswers: (push, items, end) =>
      traced(
        "record answers",
        { "serai.channel": push.channelId, "serai.push": push.id, "serai.items": items.length },
        (span) => {
          span.setAttribute("serai.push_ended", end === "ended")
          return stock.recordAnswers(push, items, end)
        },
      ),
    recordFailure: (pushId, failure) =>
      traced(
        "record failure",
        { "serai.push": pushId, "serai.error_kind": failure.kind, "serai.answer_lost": failure.lost },
        () => stock.recordFailure(pushId, failure),
      ),
    finish: (pushId) => traced("settle push", { "serai.push": pushId }, () => stock.finish(pushId)),
  }
}

/** The inbox as a reading sees it, with a span per stored page. */
export function tracedFacts(facts: FactLedger): FactLedger {
  return {
    ...facts,
    store: (channelId, page) =>
      traced("store page", { "serai.channel": channelId, "serai.facts": page.length }, async (span) => {
        const stored = await facts.store(channelId, page)
        span.setAttribute("serai.facts_new", stored)
        return stored
      }),
  }
}
