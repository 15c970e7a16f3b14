import type { MigrationInterface, QueryRunner } from "typeorm"

/** When a listing's own figure at the marketplace should be read again, and the order in which the rest is read. */
export class Verify1763700060000 implements MigrationInterface {
  readonly name = "Verify1763700060000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.aspect add column verify_at timestamptz`)
    await runner.query(`
      create index aspect_verify on ledger.aspect (channel_id, verify_at) where verify_at is not null`)
    await runner.query(`
      create index aspect_shown on ledger.aspect (channel_id, aspect, shown_at nulls first)
        where accepted is not null`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ledger.aspect_shown`)
    await runner.query(`drop index ledger.aspect_verify`)
    await runner.query(`alter table ledger.aspect drop column verify_at`)
  }
}
