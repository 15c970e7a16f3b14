import type { MigrationInterface, QueryRunner } from "typeorm"

/** When a channel's orders were last read for the whole overlap. */
export class Sweep1763700070000 implements MigrationInterface {
  readonly name = "Sweep1763700070000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.channel_state add column last_sweep_at timestamptz`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.channel_state drop column last_sweep_at`)
  }
}
