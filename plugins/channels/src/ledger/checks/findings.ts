import type { Sql } from "../data-source"

export interface FindingRow {
  subject: string
  severity: "warning" | "error"
  message: string
  remedy: string
  fixable: boolean
}

/**
 * What a check found becomes what stands; what it found no more is gone. Beyond the last subject of a list that was cut off
 * nothing is known, so those stay as they are.
 */
export async function keepFindings(
  sql: Sql,
  checkId: string,
  { found, count }: { found: FindingRow[]; count: number },
): Promise<void> {
  const last = count > found.length ? (found.at(-1)?.subject ?? "") : null
  await sql.query(
    `with told as (
       select * from jsonb_to_recordset($2::jsonb)
         as t (subject text, severity text, message text, remedy text, fixable boolean)
     ), gone as (
       update ledger.finding f set gone_at = clock_timestamp()
       where f.check_id = $1 and f.gone_at is null and f.subject not in (select subject from told)
         and ($3::text is null or f.subject collate "C" < $3)
     ), made as (
       insert into ledger.check_run (check_id, ran_at, findings) values ($1, clock_timestamp(), $4)
       on conflict (check_id) do update set ran_at = excluded.ran_at, findings = excluded.findings, error = null
     )
     insert into ledger.finding as known (check_id, subject, severity, message, remedy, fixable)
     select $1, subject, severity, message, remedy, fixable from told
     on conflict (check_id, subject) where gone_at is null do update set
       severity = excluded.severity, message = excluded.message, remedy = excluded.remedy,
       fixable = excluded.fixable, last_seen_at = clock_timestamp()`,
    [checkId, JSON.stringify(found), last, count],
  )
}

/** A check that could not be made says nothing about what it found before. */
export async function keepFailure(sql: Sql, checkId: string, error: string): Promise<void> {
  await sql.query(
    `insert into ledger.check_run (check_id, ran_at, findings, error) values ($1, clock_timestamp(), 0, $2)
     on conflict (check_id) do update set ran_at = excluded.ran_at, error = excluded.error`,
    [checkId, error],
  )
}

/** Findings of checks that this program does not know any more, and those gone for long. */
export async function forgetFindings(sql: Sql, knownChecks: string[]): Promise<void> {
  await sql.query(
    `delete from ledger.finding
     where gone_at < now() - interval '90 days' or (gone_at is null and check_id <> all($1::text[]))`,
    [knownChecks],
  )
  await sql.query(`delete from ledger.check_run where check_id <> all($1::text[])`, [knownChecks])
}

/** When each check was made last, by check. */
export async function lastRuns(sql: Sql): Promise<Map<string, Date>> {
  const rows = await sql.query<{ check_id: string; ran_at: Date }>(
    `select check_id, ran_at from ledger.check_run`,
  )
  return new Map(rows.map(({ check_id, ran_at }) => [check_id, ran_at]))
}

/** The standing findings with these ids. */
export async function standingFindings(
  sql: Sql,
  ids: string[],
): Promise<{ id: string; check_id: string; subject: string }[]> {
  return sql.query(
    `select id::text, check_id, subject from ledger.finding where id = any($1::bigint[]) and gone_at is null order by id`,
    [ids],
  )
}
