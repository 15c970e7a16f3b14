import type { DataSource } from "typeorm"
import { ChannelError, type Logger } from "../contract"
import type { ChannelModuleService } from "../modules/channel/service"
import { resolveIdleBrakes } from "../ledger/brakes"
import { channelState, updateChannelState } from "../ledger/channel-state"
import { linesMappedSince } from "../ledger/orders"
import { wantsVerification } from "../ledger/shelves"
import { ingestChannel } from "./orders/ingest"
import { pullOrders, type FactLedger } from "./orders/pull"
import { reserveMappedLines } from "./orders/reserve-mapped"
import { pullListings } from "./listings/pull"
import type { Notify } from "./health/notify"
import type { Medusa } from "./medusa"
import { offerJobs, resumeOffers, wakeOffers } from "./offers/offer-jobs"
import type { OfferLedger } from "./offers/offer-ledger"
import { priceJobs, resumePrices } from "./prices/price-jobs"
import type { PriceLedger } from "./prices/price-ledger"
import { authPauseMs, reactions } from "./retry-policy"
import type { OpenChannel, Sessions } from "./sessions"
import { readBack, type ReadBackLedger } from "./stock/read-back"
import { recomputeChannel } from "./stock/recompute"
import { pushOn, pushTaskOf, riverJobs } from "./stock/river"
import type { StockLedger } from "./stock/stock-ledger"
import { patientTasks, type ChannelTask } from "./tasks"
import { keepWebhook } from "./webhooks/keep-webhook"

export interface JobDependencies {
  ledger: DataSource
  stock: StockLedger
  prices: PriceLedger
  offers: OfferLedger
  facts: FactLedger
  shelves: ReadBackLedger
  channels: ChannelModuleService
  sessions: Sessions
  medusa: Medusa
  log: Logger
  maxByMarketplace: Record<string, number>
  enqueue: (task: ChannelTask, channelId: string) => Promise<void>
  ensure: (task: ChannelTask, channelId: string) => Promise<void>
  enqueueAt: (task: ChannelTask, channelId: string, at: Date) => Promise<void>
  /** Tells people. */
  notify: Notify
}

type Job = (open: OpenChannel) => Promise<void>

/** Adds a push of all that a channel has to send. */
export async function pushAll(dependencies: JobDependencies, channelId: string): Promise<void> {
  await pushOn(dependencies, channelId)
  await wakeOffers(dependencies, channelId)
}

/** What each channel task does, and what it sets off. */
export function channelJobs(dependencies: JobDependencies): Record<ChannelTask, Job> {
  const { ledger, enqueue } = dependencies
  const onward = (channelId: string) => pushAll(dependencies, channelId)
  const river = riverJobs({
    ...dependencies,
    pushOn: onward,
    ingest: (open) =>
      ingestChannel(
        {
          ...dependencies,
          onSettled: onward,
          onRetry: (channelId, at) => dependencies.enqueueAt("ingest", channelId, at),
        },
        open,
      ),
  })
  return {
    ...river,
    ...priceJobs(dependencies),
    ...offerJobs({ ...dependencies, pushOn: onward }),
    settle: async (open) => {
      await river.settle(open)
      // Where zero was accepted at once nothing was followed.
      await wakeOffers(dependencies, open.channel.id)
    },
    "sweep-orders": async (open) => {
      const began = new Date(open.session.runtime.now())
      if ((await pullOrders(dependencies.facts, open, { sweep: true })) > 0) {
        await enqueue("ingest", open.channel.id)
      }
      await updateChannelState(ledger, open.channel.id, { last_sweep_at: began })
    },
    "compare-stock": async (open) => {
      await recomputeChannel(dependencies, open.channel.id)
      await updateChannelState(ledger, open.channel.id, {
        last_compared_at: new Date(open.session.runtime.now()),
      })
      await onward(open.channel.id)
    },
    "read-back": async (open) => {
      const enqueueIngest = (channelId: string) => enqueue("ingest", channelId)
      await readBack({ ...dependencies, enqueueIngest }, open)
      await updateChannelState(ledger, open.channel.id, {
        last_read_back_at: new Date(open.session.runtime.now()),
        last_read_back_error: null,
      })
    },
    "pull-listings": async (open) => {
      const { mapped } = await pullListings(ledger, open)
      await wakeOffers(dependencies, open.channel.id)
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
  "sweep-orders": "last_pull_error",
  "pull-listings": "last_listings_error",
  "read-back": "last_read_back_error",
} as const

export interface ChannelJob {
  task: ChannelTask
  channelId: string
  /** Ends what the job waits for: another worker is about to take it over. */
  signal: AbortSignal
}

/** Runs one job: opens the channel, and turns a failure into what the policy says. */
export async function runChannelJob(
  dependencies: JobDependencies,
  { task, channelId, signal }: ChannelJob,
): Promise<void> {
  const { ledger, log, sessions } = dependencies
  const open = await sessions.openIfThere(channelId, { canWait: patientTasks.has(task), signal })
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
export async function resumeChannel(dependencies: JobDependencies, channelId: string): Promise<void> {
  const { ledger, stock, enqueue } = dependencies
  const waiting = await ledger.query<unknown[]>(
    `select 1 from ledger.inbox where channel_id = $1 and state = 'pending' limit 1`,
    [channelId],
  )
  if (waiting.length > 0) await enqueue("ingest", channelId)
  const open = await stock.openPushes(channelId)
  if (open.length > 0) await enqueue("settle", channelId)
  for (const { state, lane } of open) if (state === "sending") await enqueue(pushTaskOf[lane], channelId)
  await resolveIdleBrakes(ledger, channelId)
  await pushAll(dependencies, channelId)
  await resumePrices(dependencies, channelId)
  await resumeOffers(dependencies, channelId)
  if (await wantsVerification(ledger, channelId)) await enqueue("read-back", channelId)
  if ((await linesMappedSince(ledger, channelId, 1)).length > 0) await enqueue("reserve-mapped", channelId)
}
