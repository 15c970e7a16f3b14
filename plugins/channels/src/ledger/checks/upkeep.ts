import { ledgerMigrations } from "@serai/migrations"
import type { Sql } from "../data-source"
import { bounded } from "./bounded"

/** Tables cut by month that have no partition for the coming one. */
export const partitionsMissing = (sql: Sql) =>
  bounded<{ subject: string; month: string }>(
    sql,
    `with coming as (select date_trunc('month', now() at time zone 'utc') + interval '1 month' as month)
     select r.table_name as subject, to_char(coming.month, 'YYYY-MM') as month
     from ledger.retention r, coming
     where to_regclass(format('ledger.%I', r.table_name || to_char(coming.month, '_YYYY_MM'))) is null`,
  )

export async function ensurePartitions(sql: Sql): Promise<void> {
  await sql.query(`select ledger.ensure_partitions(0, 2)`)
}

export interface LedgerVersion {
  /** Migrations of this program that have not run. */
  pending: string[]
  /** Migrations that a newer program has run. */
  unknown: string[]
}

export async function ledgerVersion(sql: Sql): Promise<LedgerVersion> {
  const ours: string[] = ledgerMigrations.map((Migration) => new Migration().name)
  const [history] = await sql.query<{ name: string | null }>(
    `select to_regclass('ledger.migration')::text as name`,
  )
  const rows = history?.name ? await sql.query<{ name: string }>(`select name from ledger.migration`) : []
  const ran = new Set(rows.map(({ name }) => name))
  return {
    pending: ours.filter((name) => !ran.has(name)),
    unknown: [...ran].filter((name) => !ours.includes(name)),
  }
}
