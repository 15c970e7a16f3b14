import type { MigrationInterface, QueryRunner } from "typeorm"

/** Which reading of a channel's orders was the last of which everything is ingested: the gate before writes goes by it. */
export class SettledReadings1763700750000 implements MigrationInterface {
  readonly name = "SettledReadings1763700750000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger.channel_state add column settled_began_at timestamptz, add column settled_at timestamptz`)
    // Readings of which something still waits in the inbox.
    await runner.query(`
      create table ledger.reading (
        channel_id text not null,
        began_at timestamptz not null,
        ended_at timestamptz not null,
        primary key (channel_id, began_at)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ledger.reading`)
    await runner.query(
      `alter table ledger.channel_state drop column settled_began_at, drop column settled_at`,
    )
  }
}
