import type { MigrationInterface, QueryRunner } from "typeorm"

/** What is due goes in the order in which it has waited. */
export class DueOrder1763700770000 implements MigrationInterface {
  readonly name = "DueOrder1763700770000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ledger.aspect_due`)
    await runner.query(`
      create index aspect_due on ledger.aspect (channel_id, aspect, priority, changed_at, listing_id) where state = 'due'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ledger.aspect_due`)
    await runner.query(
      `create index aspect_due on ledger.aspect (channel_id, aspect, priority, listing_id) where state = 'due'`,
    )
  }
}
