import { defaultSchedules } from "@serai/channels/engine/schedule"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import type { ChannelPlan } from "../scenario/scenario"

/** Before anything of a scenario happens. */
const long = new Date(0)

/** A channel's row, as the engine's jobs get it. */
export function asRecord(plan: ChannelPlan, position: number): OpenChannel["channel"] {
  const row = {
    id: plan.id,
    marketplace: "simulated",
    name: plan.id,
    account: plan.id,
    currency: "EUR",
    credentials: "",
    webhook_secret: "",
    webhook_id: null,
    sales_channel_id: plan.id,
    state: "active" as const,
    share_percent: plan.sharePercent,
    buffer: plan.buffer,
    cap: plan.cap,
    location_mode: plan.locationMode,
    freshness_seconds: plan.freshnessSeconds,
    brake_percent: 30,
    schedules: { ...defaultSchedules(position) },
    orders_since: long,
    created_at: long,
    updated_at: long,
    deleted_at: null,
  }
  // The row has columns that only the ledger's statements and the dashboard read.
  return row as unknown as OpenChannel["channel"]
}
