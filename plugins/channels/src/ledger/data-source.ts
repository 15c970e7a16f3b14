import { ledgerMigrations } from "@serai/migrations"
import { DataSource } from "typeorm"

/** Runs SQL; both the data source and a transaction's manager are one. */
export interface Sql {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>
}

export interface LedgerOptions {
  databaseUrl: string
  /** Connections this process may hold for the ledger. */
  poolSize?: number
}

/** The ledger's own connection pool; one per process. TypeORM owns the schema `ledger` and nothing else. */
export function createLedgerDataSource({ databaseUrl, poolSize = 10 }: LedgerOptions): DataSource {
  return new DataSource({
    type: "postgres",
    url: databaseUrl,
    schema: "ledger",
    applicationName: "serai",
    poolSize,
    migrations: ledgerMigrations,
    migrationsTableName: "migration",
    migrationsTransactionMode: "each",
  })
}
