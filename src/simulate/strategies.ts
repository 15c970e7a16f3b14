import type { FactLedger } from "@serai/channels/engine/orders/pull"
import type { LineTarget } from "@serai/channels/engine/orders/plan-reservations"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import type { StockLedger } from "@serai/channels/engine/stock/stock-ledger"
import type { RiverTask } from "@serai/channels/engine/stock/river"

/** What a planted mistake, or another way to keep stock, puts in place of the engine's own ports. */
export interface Wiring {
  stock?: (stock: StockLedger, enqueue: (task: RiverTask, channelId: string) => Promise<void>) => StockLedger
  facts?: (facts: FactLedger) => FactLedger
  open?: (open: OpenChannel) => OpenChannel
  targets?: (targets: LineTarget[]) => LineTarget[]
  /** No river at all: figures are pushed by the clock. */
  cron?: CronPush
}

export interface CronPush {
  pushEveryMs: number
  pullEveryMs: number
  /** Which figure is pushed. */
  figure: "stocked" | "available"
}
