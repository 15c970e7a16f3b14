import type { Sql } from "../data-source"

/** Changes that took no longer than `le_ms` and longer than the bucket before; the last bucket holds the rest. */
export interface DelayBucket {
  channel_id: string
  le_ms: number
  changes: number
  sum_ms: number
}

/** The upper bound of the bucket that has none. */
export const endlessMs = 2_147_483_647

/** From a day on, or since the counting began. Whole days of UTC, as they are counted. */
export async function acceptanceDelays(sql: Sql, sinceDay: Date | null): Promise<DelayBucket[]> {
  return sql.query<DelayBucket>(
    `select channel_id, le_ms, sum(changes)::float8 as changes, sum(sum_ms)::float8 as sum_ms
     from ledger.acceptance_delay
     where day >= coalesce(($1::timestamptz at time zone 'utc')::date, '-infinity')
     group by 1, 2 order by 1, 2`,
    [sinceDay],
  )
}

/** Days past this are added up into one, so that counting from the beginning stays cheap. */
const keptDays = 35

export async function foldOldDelays(sql: Sql): Promise<void> {
  await sql.query(
    `with old as (
       delete from ledger.acceptance_delay
       where day > 'epoch' and day < (now() at time zone 'utc')::date - $1::int returning *
     )
     insert into ledger.acceptance_delay (channel_id, day, le_ms, changes, sum_ms)
     select channel_id, 'epoch', le_ms, sum(changes), sum(sum_ms) from old group by 1, 3
     on conflict (channel_id, day, le_ms) do update set
       changes = acceptance_delay.changes + excluded.changes, sum_ms = acceptance_delay.sum_ms + excluded.sum_ms`,
    [keptDays],
  )
}
