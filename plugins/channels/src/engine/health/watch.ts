import type { DataSource } from "typeorm"
import type { Logger } from "../../contract"
import {
  dropOldAlerts,
  markTold,
  syncAlerts,
  untoldAlerts,
  type UntoldAlert,
} from "../../ledger/queries/health-alerts"
import { acceptanceDelays, foldOldDelays, type DelayBucket } from "../../ledger/queries/health-delays"
import { openFindings } from "../../ledger/queries/health-house"
import { countOversold } from "../../ledger/queries/health-oversold"
import {
  answersBefore,
  dropOldSamples,
  houseChannel,
  writeSamples,
  type Sample,
} from "../../ledger/queries/health-samples"
import { foldOldTallies, foldTallies, tallyTotals, type Tally } from "../../ledger/queries/health-tallies"
import type { ChannelModuleService } from "../../modules/channel/service"
import { divergenceOf, jobAge, oldestMarkAge, queueAge, readMarkAge } from "./ages"
import { assess, type RecentAnswers } from "./assess"
import type { HealthBounds } from "./bounds"
import type { Notify } from "./notify"
import { quantileMs } from "./quantile"
import { channelFacts, readHealth, type ChannelHealth, type HealthSnapshot } from "./snapshot"
import { inWords } from "./words"

export interface WatchDependencies {
  ledger: DataSource
  channels: ChannelModuleService
  log: Logger
  notify: Notify
  bounds: HealthBounds
}

/** Once a minute: count, take a sample, say what is wrong, and what no longer is. */
export async function watchHealth(dependencies: WatchDependencies): Promise<void> {
  const { ledger, channels, bounds } = dependencies
  await countOversold(ledger)
  await foldTallies(ledger)
  const snapshot = await readHealth(ledger, await channelFacts(channels))
  const [tallies, delays, before, findings] = await Promise.all([
    tallyTotals(ledger, null),
    acceptanceDelays(ledger, snapshot.house.at),
    answersBefore(ledger, bounds.refusalMinutes),
    openFindings(ledger),
  ])
  const totals = answersOf(tallies)
  await writeSamples(ledger, samplesOf(snapshot, totals, delays))
  await syncAlerts(ledger, assess({ ...snapshot, findings, answers: since(totals, before) }, bounds))
  await tell(dependencies)
}

/** Nightly: what health keeps, ends. */
export async function tidyHealth(ledger: DataSource): Promise<void> {
  await foldOldTallies(ledger)
  await foldOldDelays(ledger)
  await dropOldSamples(ledger)
  await dropOldAlerts(ledger)
}

type Answers = Map<string, RecentAnswers>

function answersOf(tallies: Tally[]): Answers {
  const answers: Answers = new Map()
  for (const { name, channel_id, label, total } of tallies) {
    if (name !== "items") continue
    const own = answers.get(channel_id) ?? { accepted: 0, rejected: 0 }
    if (label === "accepted" || label === "rejected") own[label] += total
    answers.set(channel_id, own)
  }
  return answers
}

/** A channel without an earlier sample is judged from the next one on. */
function since(totals: Answers, before: Answers): Answers {
  return new Map(
    [...before].map(([id, then]) => {
      const now = totals.get(id) ?? then
      return [id, { accepted: now.accepted - then.accepted, rejected: now.rejected - then.rejected }]
    }),
  )
}

function samplesOf(snapshot: HealthSnapshot, totals: Answers, delays: DelayBucket[]): Sample[] {
  const { house, channels } = snapshot
  const jobs = house.jobs.map((job) => jobAge(job.oldest_ready_at, house.at))
  return [
    {
      channel_id: houseChannel,
      read_mark_age_s: null,
      queue_age_s: Math.round(Math.max(oldestMarkAge(snapshot), ...jobs)),
      divergence: channels.reduce((sum, channel) => sum + divergenceOf(channel), 0),
      due: channels.reduce((sum, { figures }) => sum + figures.listings.due, 0),
      p99_ms: quantileMs(delays, 0.99),
      accepted: 0,
      rejected: 0,
    },
    ...channels.map((channel) => sampleOf(channel, house.at, { totals, delays })),
  ]
}

function sampleOf(
  channel: ChannelHealth,
  at: Date,
  { totals, delays }: { totals: Answers; delays: DelayBucket[] },
): Sample {
  const own = delays.filter(({ channel_id }) => channel_id === channel.id)
  return {
    channel_id: channel.id,
    read_mark_age_s: Math.round(readMarkAge(channel, at)),
    queue_age_s: Math.round(queueAge(channel, at)),
    divergence: divergenceOf(channel),
    due: channel.figures.listings.due,
    p99_ms: quantileMs(own, 0.99),
    ...(totals.get(channel.id) ?? { accepted: 0, rejected: 0 }),
  }
}

/** One that cannot be told does not keep the others from being told; it is tried again in a minute. */
async function tell({ ledger, notify, log }: WatchDependencies): Promise<void> {
  for (const alert of await untoldAlerts(ledger)) {
    try {
      await notify(noticeOf(alert))
      await markTold(ledger, alert)
    } catch (error) {
      log.error("An alert could not be told", { alert: alert.title, error })
    }
  }
}

const noticeOf = ({ id, ended, title, message, lasted_ms }: UntoldAlert) =>
  ended
    ? {
        key: `serai-alert-${id}-end`,
        title: `Over: ${title}`,
        description: `It lasted ${inWords(lasted_ms)}.`,
      }
    : { key: `serai-alert-${id}`, title, description: message }
