import { createLedgerDataSource } from "./data-source"

/** Two processes that start together take turns. */
const migrationLock = 7_352_001

/** Brings the ledger to the newest version. Medusa's own migrations must have run. Safe to repeat and to run twice at once. */
export async function migrateLedger(databaseUrl: string): Promise<void> {
  const dataSource = createLedgerDataSource({ databaseUrl, poolSize: 2 })
  await dataSource.initialize()
  const lock = dataSource.createQueryRunner()
  try {
    await lock.query(`select pg_advisory_lock($1)`, [migrationLock])
    // TypeORM keeps its history table inside the schema, so the schema has to exist before its first look.
    await lock.query(`create schema if not exists ledger`)
    await dataSource.runMigrations()
  } finally {
    await lock.query(`select pg_advisory_unlock($1)`, [migrationLock])
    await lock.release()
    await dataSource.destroy()
  }
}

/** Takes the whole history back, newest first, and the schema with it: for tests, and for leaving Serai without a trace. */
export async function revertLedger(databaseUrl: string): Promise<void> {
  const dataSource = createLedgerDataSource({ databaseUrl, poolSize: 2 })
  await dataSource.initialize()
  try {
    while ((await executedMigrations(dataSource)) > 0) await dataSource.undoLastMigration()
    // Not cascading: whatever a migration has left behind is an error.
    await dataSource.query(`drop table ledger.migration`)
    await dataSource.query(`drop schema ledger`)
  } finally {
    await dataSource.destroy()
  }
}

async function executedMigrations(dataSource: ReturnType<typeof createLedgerDataSource>): Promise<number> {
  const rows = await dataSource.query<{ count: string }[]>(`select count(*) from ledger.migration`)
  return Number(rows[0]?.count ?? 0)
}
