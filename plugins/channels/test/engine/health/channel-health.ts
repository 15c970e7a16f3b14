import type { Assessed } from "../../../src/engine/health/assess"
import type { ChannelHealth } from "../../../src/engine/health/snapshot"

export const now = new Date("2026-03-01T12:00:00.000Z")
export const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

interface Changes extends Partial<Omit<ChannelHealth, "figures" | "pulse">> {
  figures?: Partial<ChannelHealth["figures"]>
  pulse?: Partial<ChannelHealth["pulse"]>
}

/** A channel that is well: orders read 20 s ago, 1,000 listings in step. */
export function channelHealth({ figures, pulse, ...facts }: Changes = {}): ChannelHealth {
  return {
    id: "chan_1",
    name: "Trendyol TR",
    marketplace: "trendyol",
    paused: false,
    connectedAt: ago(86_400),
    pullSeconds: 240,
    repeatWindowMs: 0,
    brakes: [],
    ...facts,
    pulse: {
      channel_id: "chan_1",
      read_at: ago(20),
      oldest_pending_at: null,
      oldest_due_at: null,
      lone_due: null,
      divergence: {},
      silent: {},
      ...pulse,
    },
    figures: {
      listings: {
        total: 1000,
        mapped: 1000,
        unmapped: 0,
        due: 0,
        sent: 0,
        refused: 0,
        unknown: 0,
        drifting: 0,
      },
      inbox: { pending: 0, dead: 0 },
      unmapped_order_lines: 0,
      read_through: ago(20),
      last_pull_at: ago(20),
      last_pull_error: null,
      last_webhook_at: ago(10),
      webhooks_refused: 0,
      last_webhook_refused_at: null,
      last_webhook_refusal: null,
      last_accepted_at: null,
      last_listings_at: null,
      last_listings_error: null,
      last_compared_at: null,
      last_read_back_at: null,
      last_read_back_error: null,
      gate_shut_since: null,
      auth_error: null,
      auth_error_at: null,
      ...figures,
    },
  }
}

export const houseOf = (channels: ChannelHealth[], more: Partial<Assessed> = {}): Assessed => ({
  house: { at: now, oldest_mark_at: null, jobs: [] },
  channels,
  answers: new Map(),
  findings: [],
  ...more,
})
