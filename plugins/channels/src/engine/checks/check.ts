import type { ChannelProvider } from "../../contract"
import { subjectsNamed, type Bounded } from "../../ledger/checks/bounded"
import type { Sql } from "../../ledger/data-source"
import type { Medusa } from "../medusa"
import type { ChannelTask, HouseTask } from "../tasks"

export type Severity = "warning" | "error"

/** One thing that is wrong, in words for the person who must know. */
export interface Finding {
  /** What it is about: an id. One check never names a subject twice. */
  subject: string
  severity: Severity
  message: string
  /** What a person does about it, also where `--fix` could. */
  remedy: string
  fixable: boolean
}

/** The first hundred findings by subject, and how many there are. */
export interface Found {
  found: Finding[]
  count: number
}

/** A connected channel as checks see it. */
export interface CheckedChannel {
  id: string
  name: string
  marketplace: string
  account: string
  state: "active" | "paused"
  schedules: unknown
  created_at: Date
  /** Undefined when the marketplace's connector is not installed. */
  provider: Pick<ChannelProvider, "traits" | "listings"> | undefined
  /** Decrypts and reads what is stored for the channel, and keeps nothing of it. Throws when it cannot. */
  openSecrets: () => void
}

/** Everything a check may look at or use. Time and the network are given, never taken. */
export interface CheckContext {
  sql: Sql
  channels: CheckedChannel[]
  now: () => number
  medusa: Medusa
  queue: {
    enqueue: (task: ChannelTask, channelId: string) => Promise<void>
    enqueueHouse: (task: HouseTask) => Promise<void>
    /** Enqueues whatever a channel was left with. */
    resume: (channelId: string) => Promise<void>
    /** Gives back what these workers hold. */
    release: (workerIds: string[]) => Promise<void>
  }
  /** Medusa's default locking provider. */
  lockProvider: () => string
  linkProvider: (locationId: string, providerId: string) => Promise<void>
  /** Asks a channel's marketplace; both times in epoch milliseconds, ours at the middle of the request. */
  askClock: (channelId: string) => Promise<{ theirs: number; ours: number }>
}

export interface Check {
  id: string
  /** What is so when nothing is wrong. */
  title: string
  /** How often the house makes it by itself; a person may at any time. */
  every: "quarter hour" | "day"
  /** Judges work under way: says nothing while the whole of Serai is stopped. */
  whileRunning?: boolean
  run(context: CheckContext): Promise<Found>
  /** Mends one subject; safe to repeat, and for what mended itself in the meantime. */
  fix?(context: CheckContext, subject: string): Promise<void>
  /** `later`: the fix hands work to a worker, which may take a while. */
  fixes?: "later"
}

/** What a bounded query answered, row by row in words. */
export async function inWords<Row>(
  rows: Promise<Bounded<Row>>,
  words: (row: Row) => Finding,
): Promise<Found> {
  const { rows: named, count } = await rows
  return { found: named.map(words), count }
}

/** A list made in memory, in the same order and with the same end as a query's. */
export function listed(findings: Finding[]): Found {
  const ordered = [...findings].sort((a, b) => (a.subject < b.subject ? -1 : 1))
  return { found: ordered.slice(0, subjectsNamed), count: ordered.length }
}

/** "1 piece", "3 pieces". */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`

/** Minutes as a person says them. */
export function lasting(minutes: number): string {
  if (minutes < 120) return counted(Math.round(minutes), "minute")
  if (minutes < 48 * 60) return counted(Math.round(minutes / 60), "hour")
  return counted(Math.round(minutes / 60 / 24), "day")
}
