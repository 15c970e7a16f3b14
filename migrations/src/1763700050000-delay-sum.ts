import type { MigrationInterface, QueryRunner } from "typeorm"

/** A histogram without its sum has no mean. */
export class DelaySum1763700050000 implements MigrationInterface {
  readonly name = "DelaySum1763700050000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.acceptance_delay add column sum_ms bigint not null default 0`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.acceptance_delay drop column sum_ms`)
  }
}
