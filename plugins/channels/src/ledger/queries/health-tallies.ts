import type { Sql } from "../data-source"

/**
 * | name     | label                                      | detail                |
 * | items    | accepted, rejected, moved, unsent, unknown | the refusal's code    |
 * | pushes   | settled, failed, unknown                   | the lane              |
 * | calls    | the operation                              | the status, or "none" |
 * | oversold | units reserved that no location had        |                       |
 *
 * The first two are counted by triggers, so that nobody who answers a push can forget to.
 */
export type TallyName = "items" | "pushes" | "calls" | "oversold"

export interface Tally {
  name: TallyName
  channel_id: string
  label: string
  detail: string
  total: number
}

export async function addTallies(sql: Sql, tallies: Tally[]): Promise<void> {
  if (tallies.length === 0) return
  await sql.query(
    `insert into ledger.tally_delta (name, channel_id, label, detail, amount)
     select name, channel_id, label, detail, total
     from jsonb_to_recordset($1::jsonb) as t (name text, channel_id text, label text, detail text, total bigint)`,
    [JSON.stringify(tallies)],
  )
}

/** Totals from a day on, or since the counting began, folded or not. */
export async function tallyTotals(sql: Sql, sinceDay: Date | null): Promise<Tally[]> {
  return sql.query<Tally>(
    `select name, channel_id, label, detail, sum(total)::float8 as total from (
       select name, channel_id, label, detail, total from ledger.tally
       where day >= coalesce(($1::timestamptz at time zone 'utc')::date, '-infinity')
       union all
       select name, channel_id, label, detail, amount from ledger.tally_delta
     ) counted
     group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [sinceDay],
  )
}

/** Codes come from marketplaces; one that puts an id into them must not grow the count without end. */
const mostDetails = 100

export async function foldTallies(sql: Sql): Promise<void> {
  await sql.query(
    `with taken as (delete from ledger.tally_delta returning *),
     named as (
       select name, channel_id, label, (counted_at at time zone 'utc')::date as day, amount,
         case when detail = '' or exists (
             select from ledger.tally t where (t.name, t.channel_id, t.label, t.detail)
               = (taken.name, taken.channel_id, taken.label, taken.detail))
           or (select count(distinct t.detail) from ledger.tally t where (t.name, t.channel_id, t.label)
               = (taken.name, taken.channel_id, taken.label)) < $1
         then detail else 'other' end as detail
       from taken
     )
     insert into ledger.tally (name, channel_id, label, detail, day, total)
     select name, channel_id, label, detail, day, sum(amount) from named group by 1, 2, 3, 4, 5
     on conflict (name, channel_id, label, detail, day) do update set total = tally.total + excluded.total`,
    [mostDetails],
  )
}

const keptDays = 35

/** Days past this are added up into one, so that counting from the beginning stays cheap. */
export async function foldOldTallies(sql: Sql): Promise<void> {
  await sql.query(
    `with old as (
       delete from ledger.tally where day > 'epoch' and day < (now() at time zone 'utc')::date - $1::int returning *
     )
     insert into ledger.tally (name, channel_id, label, detail, day, total)
     select name, channel_id, label, detail, 'epoch', sum(total) from old group by 1, 2, 3, 4
     on conflict (name, channel_id, label, detail, day) do update set total = tally.total + excluded.total`,
    [keptDays],
  )
}
