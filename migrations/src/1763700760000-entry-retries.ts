import type { MigrationInterface, QueryRunner } from "typeorm"

/** When a received fact that failed is tried again. */
export class EntryRetries1763700760000 implements MigrationInterface {
  readonly name = "EntryRetries1763700760000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.inbox add column retry_at timestamptz`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.inbox drop column retry_at`)
  }
}
