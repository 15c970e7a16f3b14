import type { MigrationInterface, QueryRunner } from "typeorm"

/** What the house counts, samples and alerts about. */
export class Health1763700400000 implements MigrationInterface {
  readonly name = "Health1763700400000"

  async up(runner: QueryRunner): Promise<void> {
    await createTallies(runner)
    await watchAnswers(runner)
    await createOversoldCursor(runner)
    await createSamples(runner)
    await createAlerts(runner)
    // Listings that publish nothing because nobody knows how much there is: few, so found without looking at the others.
    await runner.query(`
      create index aspect_silent on ledger.aspect (channel_id)
        where aspect = 'stock' and desired is null and reason is not null`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ledger.aspect_silent`)
    await runner.query(`drop table ledger.alert`)
    await runner.query(`drop table ledger.health_sample`)
    await runner.query(`drop table ledger.oversold_cursor`)
    await runner.query(`drop index ledger.stock_movement_time`)
    await runner.query(`drop trigger tally_items on ledger.push_item`)
    await runner.query(`drop trigger tally_pushes on ledger.push`)
    await runner.query(`drop function ledger.tally_items()`)
    await runner.query(`drop function ledger.tally_pushes()`)
    await runner.query(`drop table ledger.tally_delta`)
    await runner.query(`drop table ledger.tally`)
  }
}

/**
 * Counts that only ever grow, by day. Whoever counts appends a delta, so that nobody waits for a row that others count in;
 * a job folds deltas into the day, and days past their use into one row dated 1970.
 */
async function createTallies(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.tally (
      name text not null,
      channel_id text not null,
      label text not null,
      detail text not null,
      day date not null,
      total bigint not null,
      primary key (name, channel_id, label, detail, day)
    )`)
  await runner.query(`
    create table ledger.tally_delta (
      id bigint generated always as identity primary key,
      counted_at timestamptz not null default clock_timestamp(),
      name text not null,
      channel_id text not null,
      label text not null,
      detail text not null default '',
      amount bigint not null
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`)
}

/** Pushes and their items leave the ledger with their month; how many had which end stays. */
async function watchAnswers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function ledger.tally_items() returns trigger language plpgsql as $$
    begin
      insert into ledger.tally_delta (name, channel_id, label, detail, amount)
      select 'items', push.channel_id, ended.label, ended.code, sum(ended.items)
      from (
        select after.push_id,
          case after.code when 'not_sent' then 'unsent' when 'moved' then 'moved' else after.outcome end as label,
          case when after.outcome = 'rejected' and after.code not in ('not_sent', 'moved') then left(after.code, 64)
            else '' end as code,
          count(*) as items
        from after join before using (push_id, listing_id, created_at)
        where after.outcome <> before.outcome
        group by 1, 2, 3
      ) ended
      join ledger.push on push.id = ended.push_id
      group by 2, 3, 4;
      return null;
    end $$`)
  await runner.query(`
    create trigger tally_items after update on ledger.push_item
      referencing old table as before new table as after for each statement execute function ledger.tally_items()`)
  await runner.query(`
    create function ledger.tally_pushes() returns trigger language plpgsql as $$
    begin
      insert into ledger.tally_delta (name, channel_id, label, detail, amount)
      select 'pushes', after.channel_id, after.state, after.lane, count(*)
      from after join before using (id, created_at)
      where after.state <> before.state and after.state in ('settled', 'failed', 'unknown')
      group by 2, 3, 4;
      return null;
    end $$`)
  await runner.query(`
    create trigger tally_pushes after update on ledger.push
      referencing old table as before new table as after for each statement execute function ledger.tally_pushes()`)
}

/** Up to where reservations were searched for units that nobody had. */
async function createOversoldCursor(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.oversold_cursor (
      single boolean primary key default true check (single),
      through timestamptz not null
    )`)
  await runner.query(`insert into ledger.oversold_cursor (through) values (clock_timestamp())`)
  await runner.query(
    `create index stock_movement_time on ledger.stock_movement using brin (occurred_at) with (pages_per_range = 16)`,
  )
}

/** One row per channel and minute; the channel '' is the house. */
async function createSamples(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.health_sample (
      at timestamptz not null,
      channel_id text not null,
      read_mark_age_s integer,
      queue_age_s integer not null,
      divergence integer not null,
      due integer not null,
      p99_ms integer,
      -- Items since the counting began.
      accepted bigint not null,
      rejected bigint not null,
      primary key (at, channel_id)
    )`)
}

/** What was told to people. At most one is open for the same cause, channel and subject. */
async function createAlerts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.alert (
      id bigint generated always as identity primary key,
      kind text not null,
      channel_id text not null,
      subject text not null,
      severity text not null check (severity in ('error', 'warning')),
      title text not null,
      message text not null,
      opened_at timestamptz not null default clock_timestamp(),
      last_seen_at timestamptz not null default clock_timestamp(),
      notified_at timestamptz,
      resolved_at timestamptz,
      end_notified_at timestamptz
    )`)
  await runner.query(
    `create unique index alert_open on ledger.alert (kind, channel_id, subject) where resolved_at is null`,
  )
  await runner.query(
    `create index alert_untold on ledger.alert (id)
       where notified_at is null or (resolved_at is not null and end_notified_at is null)`,
  )
  await runner.query(
    `create index alert_resolved on ledger.alert (resolved_at desc) where resolved_at is not null`,
  )
}
