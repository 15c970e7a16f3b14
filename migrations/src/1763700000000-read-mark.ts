import type { MigrationInterface, QueryRunner } from "typeorm"

/** What the gate before absolute writes, the lanes, the brake and the read-back remember. */
export class ReadMark1763700000000 implements MigrationInterface {
  readonly name = "ReadMark1763700000000"

  async up(runner: QueryRunner): Promise<void> {
    // The ledger's own clock: no marketplace's, no worker's.
    await runner.query(`
      alter table ledger.channel_state
        add column read_began_at timestamptz,
        add column read_ended_at timestamptz,
        add column gate_shut_since timestamptz,
        add column last_read_back_at timestamptz,
        add column last_read_back_error text`)
    await runner.query(`
      alter table ledger.aspect
        add column correcting boolean not null default false,
        add column accepted_before jsonb,
        add column shown jsonb,
        add column shown_at timestamptz,
        add column drift text check (drift in ('unread_order', 'edited_there', 'lost_write', 'refused', 'missing', 'absurd')),
        add column drift_at timestamptz`)
    await runner.query(
      `create index aspect_drift on ledger.aspect (channel_id, drift) where drift is not null`,
    )
    await runner.query(`
      alter table ledger.push
        add column lane text not null default 'lowered' check (lane in ('lowered', 'raised', 'price', 'content')),
        add column zeroed integer not null default 0,
        add column raised integer not null default 0,
        drop constraint push_cause_check,
        add constraint push_cause_check check (cause in ('change', 'comparison', 'manual', 'correction'))`)
    await createBrake(runner)
    await createDelays(runner)
    await createDrifts(runner)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from ledger.retention where table_name = 'drift'`)
    for (const table of ["drift", "acceptance_delay", "brake"]) {
      await runner.query(`drop table ledger.${table}`)
    }
    await runner.query(`update ledger.push set cause = 'change' where cause = 'correction'`)
    await runner.query(`
      alter table ledger.push drop column lane, drop column zeroed, drop column raised,
        drop constraint push_cause_check,
        add constraint push_cause_check check (cause in ('change', 'comparison', 'manual'))`)
    await runner.query(`
      alter table ledger.aspect drop column correcting, drop column accepted_before, drop column shown,
        drop column shown_at, drop column drift, drop column drift_at`)
    await runner.query(`
      alter table ledger.channel_state drop column read_began_at, drop column read_ended_at,
        drop column gate_shut_since, drop column last_read_back_at, drop column last_read_back_error`)
  }
}

/** A mass change that waits for a person. At most one of a kind waits per channel. */
async function createBrake(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.brake (
      id bigint generated always as identity primary key,
      channel_id text not null,
      kind text not null check (kind in ('zero', 'raise', 'end')),
      state text not null default 'waiting' check (state in ('waiting', 'released', 'resolved')),
      listings integer not null,
      of_listings integer not null,
      pulled_at timestamptz not null default clock_timestamp(),
      -- Figures decided up to this moment may go; later ones count anew.
      released_through timestamptz,
      ended_at timestamptz,
      ended_by text
    )`)
  await runner.query(
    `create unique index brake_waiting on ledger.brake (channel_id, kind) where state = 'waiting'`,
  )
  await runner.query(`create index brake_ended on ledger.brake (channel_id, kind, ended_at desc)`)
}

/** How long changes took until the marketplace had accepted them, counted by day in buckets with an upper bound. */
async function createDelays(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.acceptance_delay (
      channel_id text not null,
      day date not null,
      -- Upper bound of the bucket; 2147483647 holds the rest.
      le_ms integer not null,
      changes bigint not null,
      primary key (channel_id, day, le_ms)
    )`)
}

/** Every time a marketplace showed another figure than the one it had accepted. */
async function createDrifts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.drift (
      id bigint generated always as identity,
      seen_at timestamptz not null default clock_timestamp(),
      channel_id text not null,
      listing_id bigint not null,
      kind text not null,
      expected integer,
      shown integer,
      repair text not null check (repair in ('pushed', 'reported', 'explained')),
      primary key (id, seen_at)
    ) partition by range (seen_at)`)
  await runner.query(`create table ledger.drift_default partition of ledger.drift default`)
  await runner.query(`create index drift_channel on ledger.drift (channel_id, id desc)`)
  await runner.query(`create index drift_listing on ledger.drift (listing_id, id desc)`)
  await runner.query(`insert into ledger.retention values ('drift', '12 months')`)
  await runner.query(`select ledger.ensure_partitions(0, 2)`)
}
