import type { DataSource } from "typeorm"
import { ChannelError, type Logger } from "../contract"
import type { ChannelModuleService } from "../modules/channel/service"
import { hasDueStock } from "../ledger/aspects"
import { channelState, updateChannelState } from "../ledger/channel-state"
import { linesMappedSince } from "../ledger/orders"
import { openPushes } from "../ledger/pushes"
import { ingestChannel } from "./orders/ingest"
import { pullOrders } from "./orders/pull"
import { reserveMappedLines } from "./orders/reserve-mapped"
import { pullListings } from "./listings/pull"
import type { Medusa } from "./medusa"
import { authPauseMs, reactions } from "./retry-policy"
import type { OpenChannel, Sessions } from "./sessions"
import { pushStock } from "./stock/push"
import { recomputeChannel } from "./stock/recompute"
import { settlePushes } from "./stock/settle"
import type { ChannelTask } from "./tasks"
import { keepWebhook } from "./webhooks/keep-webhook"

export interface JobDependencies {
  ledger: DataSource
  channels: ChannelModuleService
  sessions: Sessions
  medusa: Medusa
  log: Logger
  maxByMarketplace: Record<string, number>
  enqueue: (task: ChannelTask, channelId: string) => Promise<void>
}

type Job = (open: OpenChannel) => Promise<void>

/** What each channel task does, and what it sets off. */
export function channelJobs(dependencies: JobDependencies): Record<ChannelTask, Job> {
  const { ledger, enqueue } = dependencies

  async function pushOn(channelId: string): Promise<void> {
    if (await hasDueStock(ledger, channelId)) await enqueue("push-stock", channelId)
  }

  return {
    "pull-orders": async (open) => {
      if ((await pullOrders(ledger, open)) > 0) await enqueue("ingest", open.channel.id)
    },
    ingest: (open) => ingestChannel(dependencies, open),
    "push-stock": async (open) => {
      await pushStock(dependencies, open, {
        cause: "change",
        onSent: () => enqueue("settle", open.channel.id),
      })
    },
    settle: async (open) => {
      await settlePushes(dependencies, open, () => pushOn(open.channel.id))
    },
    "compare-stock": async (open) => {
      await recomputeChannel(dependencies, open.channel.id)
      await updateChannelState(ledger, open.channel.id, {
        last_compared_at: new Date(open.session.runtime.now()),
      })
      await pushOn(open.channel.id)
    },
    "pull-listings": async (open) => {
      const { mapped } = await pullListings(ledger, open)
      if (mapped > 0) await enqueue("reserve-mapped", open.channel.id)
    },
    "keep-webhook": async (open) => {
      await keepWebhook(dependencies.channels, open)
    },
    "reserve-mapped": async (open) => {
      while ((await reserveMappedLines(dependencies, open.channel)) > 0);
    },
  }
}

const errorField = {
  "pull-orders": "last_pull_error",
  "pull-listings": "last_listings_error",
} as const

/** Runs one job: opens the channel, and turns a failure into what the policy says. */
export async function runChannelJob(
  dependencies: JobDependencies,
  task: ChannelTask,
  channelId: string,
): Promise<void> {
  const { ledger, log, sessions } = dependencies
  const open = await sessions.openIfThere(channelId)
  // Disconnected since the job was added.
  if (!open) return
  if (await isStopped(ledger, open, task)) return
  try {
    await channelJobs(dependencies)[task](open)
    if (provesCredentials(task)) await clearAuthError(ledger, channelId)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    log.warn(`${task} failed`, {
      channel: channelId,
      kind: error.kind,
      operation: error.operation,
      message: error.message,
    })
    if (task in errorField) {
      await updateChannelState(ledger, channelId, {
        [errorField[task as keyof typeof errorField]]: error.message,
      })
    }
    if (reactions[error.kind] === "stop") {
      const at = new Date(open.session.runtime.now())
      await updateChannelState(ledger, channelId, { auth_error: error.message, auth_error_at: at })
    }
    if (reactions[error.kind] === "retry") throw error
  }
}

/** Ingestion goes on while a channel cannot be reached or is paused: what is stored needs no marketplace. */
const talksToMarketplace = (task: ChannelTask) => task !== "ingest" && task !== "reserve-mapped"

/** The others may end well without a single request. */
const provesCredentials = (task: ChannelTask) => task === "pull-orders" || task === "pull-listings"

async function isStopped(
  ledger: DataSource,
  { channel, session }: OpenChannel,
  task: ChannelTask,
): Promise<boolean> {
  if (!talksToMarketplace(task)) return false
  const state = await channelState(ledger, channel.id)
  const failedAt = state?.auth_error_at?.getTime()
  return failedAt !== undefined && session.runtime.now() - failedAt < authPauseMs
}

async function clearAuthError(ledger: DataSource, channelId: string): Promise<void> {
  await ledger.query(
    `update ledger.channel_state set auth_error = null, auth_error_at = null where channel_id = $1 and auth_error is not null`,
    [channelId],
  )
}

/** Enqueues what a channel was left with: unread facts, unanswered pushes, unsent figures, unreserved lines. */
export async function resumeChannel({ ledger, enqueue }: JobDependencies, channelId: string): Promise<void> {
  const waiting = await ledger.query<unknown[]>(
    `select 1 from ledger.inbox where channel_id = $1 and state = 'pending' limit 1`,
    [channelId],
  )
  if (waiting.length > 0) await enqueue("ingest", channelId)
  const open = await openPushes(ledger, channelId)
  if (open.length > 0) await enqueue("settle", channelId)
  const interrupted = open.some((push) => push.state === "sending")
  if (interrupted || (await hasDueStock(ledger, channelId))) await enqueue("push-stock", channelId)
  if ((await linesMappedSince(ledger, channelId, 1)).length > 0) await enqueue("reserve-mapped", channelId)
}
