import type { DataSource } from "typeorm"
import type { Doctor } from "./checks/doctor"
import type { ChannelModuleService } from "../modules/channel/service"
import type { ScheduledJob } from "./schedule"
import type { Sessions } from "./sessions"
import type { ChannelTask } from "./tasks"
import type { WebhookDelivery, WebhookReceipt } from "./inbox/receive-webhook"

/** Registration name in Medusa's container. */
export const ENGINE = "channelEngine"

/** What routes, workflows, scheduled jobs and scripts may ask of the engine. */
export interface Engine {
  /** The ledger's own connections; the named queries of `src/ledger` run on it. */
  ledger: DataSource
  channels: ChannelModuleService
  sessions: Sessions
  /** Adds a durable job, or joins the one that is already waiting for the same channel. */
  enqueue(task: ChannelTask, channelId: string): Promise<void>
  /** Partitions and retention; belongs to no channel. */
  maintain(): Promise<void>
  /** Counts, takes a sample, and tells people what is wrong. */
  watch(): Promise<void>
  /** Counts how fast items sell, for measured buffers. */
  refreshSalesRates(): Promise<void>
  /** Looks for what is wrong in the house, and mends what is safe to mend. */
  doctor: Doctor
  /** Makes the checks whose time has come. */
  check(): Promise<void>
  /** Enqueues a scheduled job for every channel whose turn has come. */
  enqueueDue(job: ScheduledJob): Promise<void>
  /** Adds a job for every channel. */
  enqueueForAll(task: ChannelTask): Promise<void>
  /** Picks up what was left open: answers to ask for, figures to send, facts to ingest. Cheap when there is nothing. */
  resume(): Promise<void>
  /** Verifies and stores a delivery; returns after the commit. */
  receiveWebhook(delivery: WebhookDelivery): Promise<WebhookReceipt>
}
