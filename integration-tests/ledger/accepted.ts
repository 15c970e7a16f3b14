import type { SettledItem } from "@serai/channels/engine/stock/stock-ledger"

/** A marketplace's answer to one item of a push: it took it, unless `outcome` says otherwise. */
export const acceptedItem = (external_id: string, outcome: Partial<SettledItem> = {}): SettledItem => ({
  external_id,
  status: "accepted",
  value: null,
  code: null,
  message: null,
  final: false,
  retry_after_ms: null,
  ...outcome,
})
