/** When a scheduled job of a channel is due. Offsets stagger channels, so that they do not all call at once. */
export interface Schedule {
  intervalSeconds: number
  offsetSeconds: number
}

export const scheduledJobs = [
  "pull-orders",
  "sweep-orders",
  "push-stock",
  "read-back",
  "pull-listings",
] as const
export type ScheduledJob = (typeof scheduledJobs)[number]

const intervals: Record<ScheduledJob, number> = {
  "pull-orders": 4 * 60,
  "sweep-orders": 60 * 60,
  "push-stock": 10 * 60,
  "read-back": 15 * 60,
  "pull-listings": 24 * 60 * 60,
}

/** Defaults for the n-th channel: each starts 13 seconds after the one before it, so neighbours never share a moment. */
export function defaultSchedules(position: number): Record<ScheduledJob, Schedule> {
  const entries = scheduledJobs.map((job) => [
    job,
    { intervalSeconds: intervals[job], offsetSeconds: (position * 13) % intervals[job] },
  ])
  return Object.fromEntries(entries) as Record<ScheduledJob, Schedule>
}

/** Due when the newest slot (offset + n · interval) began after the last run; a slot missed while the server was down is due once. */
export function isDue(schedule: Schedule, nowMs: number, lastRunMs: number | null): boolean {
  if (lastRunMs === null) return true
  const interval = schedule.intervalSeconds * 1000
  const offset = schedule.offsetSeconds * 1000
  const newestSlot = Math.floor((nowMs - offset) / interval) * interval + offset
  return lastRunMs < newestSlot
}

/** When the next slot begins, for the dashboard. */
export function nextRun(schedule: Schedule, nowMs: number): number {
  const interval = schedule.intervalSeconds * 1000
  const offset = schedule.offsetSeconds * 1000
  return Math.floor((nowMs - offset) / interval) * interval + offset + interval
}
