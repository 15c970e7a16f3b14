import { z } from "zod"
import { channelStates, type ChannelState } from "../../ledger/channel-state"
import { lastRun, taskOf } from "../due-jobs"
import { defaultSchedules, scheduledJobs, type Schedule, type ScheduledJob } from "../schedule"
import { lasting, listed, type Check, type CheckedChannel, type Finding } from "./check"

const scheduleSchema = z.object({ intervalSeconds: z.number(), offsetSeconds: z.number() })
const schedulesSchema = z.record(z.string(), z.unknown())

/** Undefined when what is stored cannot be read. A job that is newer than the channel goes by its default, as the engine does. */
function scheduleOf(channel: CheckedChannel, job: ScheduledJob): Schedule | undefined {
  const stored = schedulesSchema.safeParse(channel.schedules)
  if (!stored.success) return undefined
  return scheduleSchema.safeParse(stored.data[job] ?? defaultSchedules(0)[job]).data
}

const jobNames: Record<ScheduledJob, string> = {
  "pull-orders": "reading orders",
  "sweep-orders": "reading orders listed late",
  "push-stock": "comparing stock",
  "read-back": "reading back what is shown",
  "pull-listings": "reading listings",
}

/** Jobs that send at least one request every time; a comparison sends nothing while nothing differs. */
const alwaysCalls = (job: ScheduledJob) => job !== "push-stock"

/** What a paused channel rests from. */
const writes = (job: ScheduledJob) => job === "push-stock" || job === "read-back"

/** The slowest of the marketplace's limits, in seconds per request: no schedule can be kept that is faster. */
export function slowestPaceSeconds({ provider }: CheckedChannel): number {
  const paces = provider?.traits.limits.map(({ max, windowMs }) => windowMs / max / 1000) ?? []
  return Math.max(0, ...paces)
}

/** Why a schedule cannot work; undefined when it can. Pure. */
export function scheduleFault(
  schedule: Schedule | undefined,
  job: ScheduledJob,
  paceSeconds: number,
): string | undefined {
  if (!schedule) return "has a schedule that cannot be read"
  const { intervalSeconds: interval, offsetSeconds: offset } = schedule
  if (!(interval > 0)) return `has an interval of ${interval} seconds`
  if (offset < 0) return `has an offset of ${offset} seconds`
  if (offset >= interval) return `has an offset of ${offset} seconds, not within its interval of ${interval}`
  if (alwaysCalls(job) && interval < paceSeconds)
    return `is due every ${interval} seconds, but the marketplace takes one request in ${paceSeconds}`
  return undefined
}

export const intervals: Check = {
  id: "intervals",
  title: "Schedules can be kept",
  every: "quarter hour",
  run: ({ channels }) => {
    const findings = channels.flatMap((channel) =>
      scheduledJobs.flatMap((job): Finding[] => {
        const fault = scheduleFault(scheduleOf(channel, job), job, slowestPaceSeconds(channel))
        if (fault === undefined) return []
        return [
          {
            subject: `${channel.id} ${job}`,
            severity: "error",
            message: `${channel.name}: ${jobNames[job]} ${fault}.`,
            remedy: "Set interval and offset on the channel's page under Schedules.",
            fixable: false,
          },
        ]
      }),
    )
    return Promise.resolve(listed(findings))
  },
}

/** Turns that may be missed before it is worth a word. */
const periods = 2
/** Who is due is looked up every minute. */
const slackMs = 2 * 60_000

/** Milliseconds by which a job is late; undefined while it is not. Pure. */
export function lateByMs(schedule: Schedule, lastRunMs: number, nowMs: number): number | undefined {
  const allowed = periods * schedule.intervalSeconds * 1000 + slackMs
  const since = nowMs - lastRunMs
  return since > allowed ? since : undefined
}

function lateJobs(channel: CheckedChannel, state: ChannelState | undefined, nowMs: number): Finding[] {
  const paused = channel.state === "paused"
  return scheduledJobs.flatMap((job): Finding[] => {
    const schedule = scheduleOf(channel, job)
    if (!schedule || scheduleFault(schedule, job, 0) !== undefined) return []
    if (paused && writes(job)) return []
    if (job === "pull-listings" && !channel.provider?.listings) return []
    const ran = state?.[lastRun[job]] ?? channel.created_at
    const late = lateByMs(schedule, ran.getTime(), nowMs)
    if (late === undefined) return []
    const reason = state?.auth_error ? ` The marketplace refused the credentials: ${state.auth_error}` : ""
    return [
      {
        subject: `${channel.id} ${job}`,
        severity: "error",
        message: `${channel.name}: ${jobNames[job]} last succeeded ${lasting(late / 60_000)} ago, though it is due every ${lasting(schedule.intervalSeconds / 60)}.${reason}`,
        remedy: "The channel's page says what it failed with, if it did; --fix asks for it once more.",
        fixable: true,
      },
    ]
  })
}

export const lateSchedules: Check = {
  id: "late-schedules",
  title: "Every schedule ran within its last two periods",
  every: "quarter hour",
  whileRunning: true,
  run: async ({ sql, channels, now }) => {
    const states = await channelStates(sql)
    return listed(channels.flatMap((channel) => lateJobs(channel, states.get(channel.id), now())))
  },
  fixes: "later",
  async fix({ queue }, subject) {
    const [channelId = "", job] = subject.split(" ")
    const scheduled = scheduledJobs.find((one) => one === job)
    if (scheduled) await queue.enqueue(taskOf[scheduled], channelId)
  },
}
