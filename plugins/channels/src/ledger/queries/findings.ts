import { z } from "zod"
import type { Sql } from "../data-source"
import { ledgerId, moment, type Counted, type Page } from "./shape"

export const severities = ["error", "warning"] as const

/** What a check of the house found and finds still. */
export const finding = z.object({
  id: ledgerId,
  check_id: z.string(),
  /** What it is about: an id. */
  subject: z.string(),
  severity: z.enum(severities),
  message: z.string(),
  /** What a person does about it. */
  remedy: z.string(),
  /** Can be mended by asking for it. */
  fixable: z.boolean(),
  first_seen_at: moment,
  last_seen_at: moment,
})

/** When a check was made last. */
export const checkRun = z.object({
  id: z.string(),
  ran_at: moment,
  /** All it found; only the first hundred are kept one by one. */
  findings: z.int(),
  /** Why it could not be made. */
  error: z.string().nullable(),
})

export interface FindingSearch {
  check_id?: string | undefined
  severity?: (typeof severities)[number] | undefined
}

/** What stands, errors first, the longest-standing first. */
export async function findFindings(
  sql: Sql,
  { check_id, severity }: FindingSearch,
  { limit, offset }: Page,
): Promise<Counted<z.output<typeof finding>>> {
  const where = `where gone_at is null and ($1::text is null or check_id = $1) and ($2::text is null or severity = $2)`
  const search = [check_id ?? null, severity ?? null]
  const [rows, counts] = await Promise.all([
    sql.query<z.output<typeof finding>>(
      `select id::text, check_id, subject, severity, message, remedy, fixable, first_seen_at, last_seen_at
       from ledger.finding ${where} order by severity, first_seen_at, id limit $3 offset $4`,
      [...search, limit, offset],
    ),
    sql.query<{ count: number }>(`select count(*)::int as count from ledger.finding ${where}`, search),
  ])
  return { rows, count: counts[0]?.count ?? 0 }
}

export const findCheckRuns = (sql: Sql): Promise<z.output<typeof checkRun>[]> =>
  sql.query(`select check_id as id, ran_at, findings, error from ledger.check_run order by check_id`)
