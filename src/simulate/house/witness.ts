import { isOpen, type ClaimRequest } from "@serai/channels/engine/stock/stock-ledger"
import type { MemoryLedger, StockSteps } from "../ledger/memory-ledger"
import type { World } from "./world"

/** The ledger, with a note of what was asked and taken: what the checks go by. */
export function witnessed(world: World): StockSteps {
  const { ledger, scheduler } = world
  const steps: StockSteps = bound(ledger)
  return {
    ...steps,
    gate: (channelId, freshnessMs) => {
      const gate = ledger.gate(channelId, freshnessMs)
      world.log({ at: scheduler.now, kind: "gate", channel: channelId, open: isOpen(gate) })
      return gate
    },
    recompute: () => {
      world.log({ at: scheduler.now, kind: "recompute" })
      return ledger.recompute()
    },
    claim: (channelId: string, request: ClaimRequest) => {
      const push = ledger.claim(channelId, request)
      if (!push) return undefined
      const { lane, gateOpen, compareAndSet: guarded } = request
      world.logClaim(channelId, push.writes, { lane, gateOpen, guarded })
      return push
    },
  }
}

const bound = (ledger: MemoryLedger): StockSteps => ({
  gate: (channelId, freshnessMs) => ledger.gate(channelId, freshnessMs),
  recompute: () => ledger.recompute(),
  openPushes: (channelId) => ledger.openPushes(channelId),
  hasDue: (channelId, lane) => ledger.hasDue(channelId, lane),
  claim: (channelId, request) => ledger.claim(channelId, request),
  recordAnswers: (pushId, items, end) => ledger.recordAnswers(pushId, items, end),
  recordFailure: (pushId, failure) => ledger.recordFailure(pushId, failure),
  unanswered: (pushId, as) => ledger.unanswered(pushId, as),
  finish: (pushId) => ledger.finish(pushId),
})
