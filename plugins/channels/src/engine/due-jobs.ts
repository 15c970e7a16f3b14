import { channelStates } from "../ledger/channel-state"
import type { ChannelModuleService } from "../modules/channel/service"
import type { JobDependencies } from "./channel-jobs"
import { defaultSchedules, isDue, type Schedule, type ScheduledJob } from "./schedule"
import type { ChannelTask } from "./tasks"

export const taskOf: Record<ScheduledJob, ChannelTask> = {
  "pull-orders": "pull-orders",
  "sweep-orders": "sweep-orders",
  "push-stock": "compare-stock",
  "read-back": "read-back",
  "pull-listings": "pull-listings",
}

export const lastRun = {
  "pull-orders": "last_pull_at",
  "sweep-orders": "last_sweep_at",
  "push-stock": "last_compared_at",
  "read-back": "last_read_back_at",
  "pull-listings": "last_listings_at",
} as const satisfies Record<ScheduledJob, string>

/** Enqueues a scheduled job for every channel whose turn has come. */
export async function enqueueDue(
  { ledger, enqueue }: JobDependencies,
  channels: ChannelModuleService,
  { job, now }: { job: ScheduledJob; now: number },
): Promise<void> {
  // A paused channel is not written to, but it goes on selling what it shows: its orders are read all the same.
  const filter = job === "push-stock" || job === "read-back" ? { state: "active" as const } : {}
  const turns = await channels.listChannels(filter, { take: null, select: ["id", "schedules"] })
  const states = await channelStates(ledger)
  for (const channel of turns) {
    const schedules = channel.schedules as unknown as Partial<Record<ScheduledJob, Schedule>>
    const last = states.get(channel.id)?.[lastRun[job]]?.getTime() ?? null
    if (isDue(schedules[job] ?? defaultSchedules(0)[job], now, last)) await enqueue(taskOf[job], channel.id)
  }
}
