import type { Sql } from "../data-source"

/** One channel at one minute. */
export interface Sample {
  channel_id: string
  read_mark_age_s: number | null
  queue_age_s: number
  divergence: number
  due: number
  p99_ms: number | null
  accepted: number
  rejected: number
}

/** The house's own row among the channels'. */
export const houseChannel = ""

/** A second look within the minute changes nothing. */
export async function writeSamples(sql: Sql, samples: Sample[]): Promise<void> {
  await sql.query(
    `insert into ledger.health_sample
       (at, channel_id, read_mark_age_s, queue_age_s, divergence, due, p99_ms, accepted, rejected)
     select date_trunc('minute', now()), channel_id, read_mark_age_s, queue_age_s, divergence, due, p99_ms, accepted, rejected
     from jsonb_to_recordset($1::jsonb) as s (channel_id text, read_mark_age_s int, queue_age_s int, divergence int,
       due int, p99_ms int, accepted bigint, rejected bigint)
     on conflict (at, channel_id) do nothing`,
    [JSON.stringify(samples)],
  )
}

/** How many items had been answered by then: what rates are counted from. */
export async function answersBefore(
  sql: Sql,
  minutes: number,
): Promise<Map<string, { accepted: number; rejected: number }>> {
  const rows = await sql.query<{ channel_id: string; accepted: number; rejected: number }>(
    `select distinct on (channel_id) channel_id, accepted::float8 as accepted, rejected::float8 as rejected
     from ledger.health_sample where at >= now() - make_interval(mins => $1) order by channel_id, at`,
    [minutes],
  )
  return new Map(rows.map((row) => [row.channel_id, row]))
}

export interface SeriesPoint {
  at: Date
  channel_id: string
  read_mark_age_s: number | null
  queue_age_s: number
  divergence: number
  due: number
  p99_ms: number | null
}

/** The worst of each stretch of time: a peak must not vanish between two points of a chart. */
export async function healthSeries(
  sql: Sql,
  { from, to, stepSeconds }: { from: Date; to: Date; stepSeconds: number },
): Promise<SeriesPoint[]> {
  return sql.query<SeriesPoint>(
    `select date_bin(make_interval(secs => $3), at, 'epoch') as at, channel_id, max(read_mark_age_s) as read_mark_age_s,
       max(queue_age_s) as queue_age_s, max(divergence) as divergence, max(due) as due, max(p99_ms) as p99_ms
     from ledger.health_sample where at >= $1 and at < $2
     group by 1, 2 order by 1, 2`,
    [from, to, stepSeconds],
  )
}

export const keptSampleDays = 7

export async function dropOldSamples(sql: Sql): Promise<void> {
  await sql.query(`delete from ledger.health_sample where at < now() - make_interval(days => $1)`, [
    keptSampleDays,
  ])
}
