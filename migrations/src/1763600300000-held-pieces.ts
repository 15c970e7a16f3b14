import type { MigrationInterface, QueryRunner } from "typeorm"

/** What a package held while it was still to be sent: a cancelled or divided one no longer tells. */
export class HeldPieces1763600300000 implements MigrationInterface {
  readonly name = "HeldPieces1763600300000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.order_package add column held jsonb`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.order_package drop column held`)
  }
}
