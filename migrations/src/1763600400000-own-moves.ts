import type { MigrationInterface, QueryRunner } from "typeorm"

/** When we learnt that a marketplace has changed its figure by itself: what it accepted before is not what it shows. */
export class OwnMoves1763600400000 implements MigrationInterface {
  readonly name = "OwnMoves1763600400000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.aspect add column moved_at timestamptz`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.aspect drop column moved_at`)
  }
}
