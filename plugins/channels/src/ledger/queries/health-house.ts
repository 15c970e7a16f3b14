import type { BrakeKind } from "../brakes"
import type { Sql } from "../data-source"
import { superseded } from "../superseded-jobs"

/** What belongs to no channel. */
export interface HousePulse {
  /** The ledger's clock: every age is counted from here. */
  at: Date
  /** When the oldest change was made that no listing's figure has followed yet. */
  oldest_mark_at: Date | null
  jobs: JobPulse[]
}

/** Jobs of one kind: `ready` ones could be worked on at once, `failed` ones have used up their attempts. */
export interface JobPulse {
  task: string
  ready: number
  failed: number
  oldest_ready_at: Date | null
}

export async function pulseOfHouse(sql: Sql): Promise<HousePulse> {
  const rows = await sql.query<Omit<HousePulse, "jobs"> & { queue: string | null }>(
    `select clock_timestamp() as at, to_regclass('graphile_worker.jobs')::text as queue,
       (select changed_at from ledger.dirty order by id limit 1) as oldest_mark_at`,
  )
  const [row] = rows
  if (!row) throw new Error("The ledger gave no answer about the house.")
  const { queue, ...house } = row
  // Before the first server has started there is no queue.
  return { ...house, jobs: queue === null ? [] : await pulseOfJobs(sql) }
}

/** A job behind a running twin of its queue is not ready: it waits for that one's end, not for a worker. */
async function pulseOfJobs(sql: Sql): Promise<JobPulse[]> {
  return sql.query<JobPulse>(
    `with job as (
       select task_identifier as task, attempts >= max_attempts and not (${superseded}) as failed, run_at,
         locked_at is null and run_at <= now() and attempts < max_attempts
           and not exists (select from graphile_worker.jobs twin
             where twin.queue_name = jobs.queue_name and twin.locked_at is not null) as ready
       from graphile_worker.jobs
     )
     select task, count(*) filter (where ready)::int as ready, count(*) filter (where failed)::int as failed,
       min(run_at) filter (where ready) as oldest_ready_at
     from job group by 1 order by 1`,
  )
}

/** A mass change that waits for a person. */
export interface WaitingBrake {
  id: string
  channel_id: string
  kind: BrakeKind
  listings: number
  of_listings: number
}

export async function waitingBrakes(sql: Sql): Promise<WaitingBrake[]> {
  return sql.query<WaitingBrake>(
    `select id::text, channel_id, kind, listings, of_listings from ledger.brake where state = 'waiting' order by id`,
  )
}

/** What the checks found and a person or a repair has not ended, by check. */
export interface OpenFindings {
  check_id: string
  severity: string
  findings: number
  /** The newest one's words. */
  message: string
}

export async function openFindings(sql: Sql): Promise<OpenFindings[]> {
  return sql.query<OpenFindings>(
    `select check_id, severity, count(*)::int as findings,
       (array_agg(message order by first_seen_at desc))[1] as message
     from ledger.finding where gone_at is null group by 1, 2 order by 1`,
  )
}
