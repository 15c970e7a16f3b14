import type { DataSource } from "typeorm"
import type { StockLedger } from "../engine/stock/stock-ledger"
import { claimPush, hasDue } from "./claims"
import { gateOf } from "./gate"
import { createPushLedger } from "./push-ledger"
import { openPushes } from "./pushes"

/** The ledger in Postgres, as pushes of stock see it: each step is one transaction of the named statements beside this file. */
export function createStockLedger(ledger: DataSource, recompute: () => Promise<string[]>): StockLedger {
  return {
    ...createPushLedger<number>(ledger),
    gate: (channelId, freshnessMs) => gateOf(ledger, channelId, freshnessMs),
    recompute,
    openPushes: (channelId) => openPushes(ledger, channelId),
    hasDue: (channelId, lane) => hasDue(ledger, channelId, lane),
    claim: (channelId, request) => claimPush(ledger, channelId, request),
  }
}
