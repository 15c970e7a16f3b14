import type { MigrationInterface, QueryRunner } from "typeorm"

/** What the checks of the house found, and when each was made last. */
export class Findings1763700300000 implements MigrationInterface {
  readonly name = "Findings1763700300000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger.finding (
        id bigint generated always as identity primary key,
        check_id text not null,
        subject text not null,
        severity text not null check (severity in ('warning', 'error')),
        message text not null,
        remedy text not null,
        fixable boolean not null,
        first_seen_at timestamptz not null default clock_timestamp(),
        last_seen_at timestamptz not null default clock_timestamp(),
        gone_at timestamptz
      )`)
    await runner.query(
      `create unique index finding_open on ledger.finding (check_id, subject) where gone_at is null`,
    )
    await runner.query(`create index finding_gone on ledger.finding (gone_at) where gone_at is not null`)
    await runner.query(`
      create table ledger.check_run (
        check_id text primary key,
        ran_at timestamptz not null,
        -- All that was found; only the first hundred are rows above.
        findings integer not null,
        -- Why it could not be made, when it could not.
        error text
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ledger.check_run`)
    await runner.query(`drop table ledger.finding`)
  }
}
