import { z } from "zod"
import { nextRun, scheduledJobs } from "../engine/schedule"
import { cannotEnd } from "../engine/stock/rules"
import type { ChannelRules } from "../engine/stock/sound-rules"
import type { ChannelFigures } from "../ledger/queries/channel-figures"
import type { ChannelRecord, Marketplace } from "../modules/channel/service"
import type { ChannelView } from "./schemas/channels"

const storedSchedules = z.partialRecord(
  z.enum(scheduledJobs),
  z.object({ intervalSeconds: z.number(), offsetSeconds: z.number() }),
)

export interface ChannelViewInput {
  channel: ChannelRecord
  figures: ChannelFigures
  /** Undefined when its connector is no longer installed. */
  marketplace: Marketplace | undefined
  now: number
}

/** Pure: what the API shows of a channel. Secrets are not among it. */
export function channelView({ channel, figures, marketplace, now }: ChannelViewInput): ChannelView {
  const { id, name, account, currency, sales_channel_id, state } = channel
  const { freshness_seconds, brake_percent, drift_rule } = channel
  return {
    id,
    marketplace: channel.marketplace,
    marketplace_name: marketplace?.displayName ?? channel.marketplace,
    name,
    account,
    currency,
    sales_channel_id,
    state,
    ...channelRulesOf(channel),
    freshness_seconds,
    brake_percent,
    drift_rule,
    marketplace_max: marketplace?.provider.traits.stock.max ?? null,
    orders_newest_first: marketplace?.provider.traits.orders.newestFirst ?? false,
    ends_together: marketplace?.provider.traits.offer?.of ?? null,
    ends_listings: marketplace !== undefined && cannotEnd(marketplace.provider, name) === undefined,
    schedules: schedulesOf(channel, now),
    orders_since: channel.orders_since,
    webhook: webhookOf(channel, marketplace),
    problems: problemsOf(channel, figures, marketplace),
    figures,
    created_at: channel.created_at,
  }
}

/** The rules by which a channel's figures follow from stock. */
export const channelRulesOf = ({
  share_percent,
  buffer,
  buffer_percent,
  buffer_mode,
  oversell_chance,
  minimum,
  cap,
  location_mode,
  when_sold_out,
}: ChannelRecord): ChannelRules => ({
  share_percent,
  buffer,
  buffer_percent,
  buffer_mode,
  oversell_chance,
  minimum,
  cap,
  location_mode,
  when_sold_out,
})

function schedulesOf({ schedules, state }: ChannelRecord, now: number): ChannelView["schedules"] {
  const stored = storedSchedules.parse(schedules)
  return scheduledJobs.flatMap((job) => {
    const schedule = stored[job]
    if (!schedule) return []
    const { intervalSeconds: interval_seconds, offsetSeconds: offset_seconds } = schedule
    const next_run_at = state === "active" ? new Date(nextRun(schedule, now)) : null
    return [{ job, interval_seconds, offset_seconds, next_run_at }]
  })
}

function webhookOf(channel: ChannelRecord, marketplace: Marketplace | undefined): ChannelView["webhook"] {
  if (!marketplace?.provider.webhooks) return "unsupported"
  return channel.webhook_id === null ? "missing" : "registered"
}

function problemsOf(
  channel: ChannelRecord,
  figures: ChannelFigures,
  marketplace: Marketplace | undefined,
): ChannelView["problems"] {
  const problems: ChannelView["problems"] = []
  const note = (kind: ChannelView["problems"][number]["kind"], message: string | null, at: Date | null) => {
    if (message !== null) problems.push({ kind, message, at })
  }
  if (!marketplace) note("auth", `No connector for "${channel.marketplace}" is installed.`, null)
  note("auth", figures.auth_error, figures.auth_error_at)
  note("orders", figures.last_pull_error, figures.last_pull_at)
  note("listings", figures.last_listings_error, figures.last_listings_at)
  return problems
}
