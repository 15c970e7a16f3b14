import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "zod"
import type { Fetch, Limiter, Logger, Runtime } from "../../contract"
import type { ChannelModuleService, ChannelRecord } from "../../modules/channel/service"
import type { Medusa } from "../medusa"
import type { JobQueue } from "../runner"
import { createSessions } from "../sessions"
import type { CheckContext, CheckedChannel } from "./check"
import type { Sql } from "../../ledger/data-source"

export interface ContextParts {
  container: MedusaContainer
  sql: Sql
  channels: ChannelModuleService
  medusa: Medusa
  queue: JobQueue
  /** Enqueues whatever a channel was left with. */
  resume: (channelId: string) => Promise<void>
  limiter: Limiter
  runtime: Runtime
  log: Logger
}

/** Gathers what checks look at, anew for every round: channels come and go. */
export const contextOpener = (parts: ContextParts) => async (): Promise<CheckContext> => {
  const { channels, container, medusa, queue, resume, runtime, sql } = parts
  const connected = await channels.listChannels({}, { take: null })
  return {
    sql,
    channels: connected.map((channel) => checkedChannel(channels, channel)),
    now: () => runtime.now(),
    medusa,
    queue: {
      enqueue: (task, channelId) => queue.enqueue(task, channelId),
      enqueueHouse: (task) => queue.enqueueHouse(task),
      release: (workerIds) => queue.release(workerIds),
      resume,
    },
    lockProvider: () => defaultLockProvider(container),
    linkProvider: (locationId, providerId) => linkProvider(container, locationId, providerId),
    askClock: (channelId) => askClock(parts, channelId),
  }
}

function checkedChannel(channels: ChannelModuleService, channel: ChannelRecord): CheckedChannel {
  const { id, name, marketplace, account, state, schedules, created_at } = channel
  return {
    ...{ id, name, marketplace, account, state, schedules, created_at },
    provider: channels.marketplaces().find((one) => one.id === marketplace)?.provider,
    openSecrets: () => {
      channels.credentialsOf(channel)
      channels.webhookSecretOf(channel)
    },
  }
}

/** Medusa tells it nowhere else; a version that keeps it under another name fails the check instead of passing it. */
const lockingModule = z.object({ defaultProviderId: z.string() })

const defaultLockProvider = (container: MedusaContainer) =>
  lockingModule.parse(container.resolve<ILockingModule>(Modules.LOCKING)).defaultProviderId

async function linkProvider(
  container: MedusaContainer,
  locationId: string,
  providerId: string,
): Promise<void> {
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: locationId },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: providerId },
  })
}

/** The test of the connect form, on a network that notes the `Date` of every answer; also a refusal carries one. */
async function askClock({ channels, limiter, log, runtime }: ContextParts, channelId: string) {
  let seen: { theirs: number; ours: number } | undefined
  const fetch: Fetch = async (input, init) => {
    const began = runtime.now()
    const response = await runtime.fetch(input, init)
    const theirs = Date.parse(response.headers.get("date") ?? "")
    if (!Number.isNaN(theirs)) seen = { theirs, ours: (began + runtime.now()) / 2 }
    return response
  }
  const sessions = createSessions({ channels, limiter, log, runtime: { ...runtime, fetch } })
  const { provider, session } = await sessions.open(channelId)
  const failure: unknown = await provider.connect.verify(session).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (seen) return seen
  throw failure instanceof Error ? failure : new Error("The marketplace's answers carry no Date.")
}
