import type { MigrationInterface, QueryRunner } from "typeorm"

/** Facts in, pushes out, and what became of both. Append-only tables are cut by month, so that age is dropped, not deleted. */
export class Traffic1763600100000 implements MigrationInterface {
  readonly name = "Traffic1763600100000"

  async up(runner: QueryRunner): Promise<void> {
    await createPartitioning(runner)
    await createInbox(runner)
    await createOrders(runner)
    await createPushes(runner)
    await createChannelState(runner)
    await createRateLimits(runner)
    await runner.query(`select ledger.ensure_partitions(4, 2)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      "rate_limit",
      "channel_state",
      "push_item",
      "push",
      "order_line",
      "order_package",
      "channel_order",
      "inbox",
    ]
    for (const table of tables) await runner.query(`drop table ledger.${table}`)
    await runner.query(`drop function ledger.drop_expired_partitions()`)
    await runner.query(`drop function ledger.ensure_partitions(integer, integer)`)
    await runner.query(`drop table ledger.retention`)
  }
}

async function createPartitioning(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.retention (
      table_name text primary key,
      keep interval not null check (keep >= interval '1 month')
    )`)
  await runner.query(`
    insert into ledger.retention values
      ('inbox', '6 months'), ('push', '3 months'), ('push_item', '3 months')`)
  // A month that cannot be made because its rows already sit in the default partition is left as it is: nothing is lost.
  await runner.query(`
    create function ledger.ensure_partitions(months_back integer, months_ahead integer) returns integer
    language plpgsql as $$
    declare
      parent text;
      month timestamptz;
      made integer := 0;
    begin
      for parent in select table_name from ledger.retention loop
        for month in
          select generate_series(
            date_trunc('month', now() at time zone 'utc') - make_interval(months => months_back),
            date_trunc('month', now() at time zone 'utc') + make_interval(months => months_ahead),
            interval '1 month') at time zone 'utc'
        loop
          begin
            execute format(
              'create table ledger.%I partition of ledger.%I for values from (%L) to (%L)',
              parent || to_char(month at time zone 'utc', '_YYYY_MM'), parent,
              month, (month at time zone 'utc' + interval '1 month') at time zone 'utc');
            made := made + 1;
          exception
            when duplicate_table or check_violation then null;
          end;
        end loop;
      end loop;
      return made;
    end $$`)
  await runner.query(`
    create function ledger.drop_expired_partitions() returns setof text
    language plpgsql as $$
    declare
      expired record;
    begin
      for expired in
        select child.relname as name
        from ledger.retention r
        join pg_class parent on parent.relname = r.table_name
        join pg_namespace n on n.oid = parent.relnamespace and n.nspname = 'ledger'
        join pg_inherits i on i.inhparent = parent.oid
        join pg_class child on child.oid = i.inhrelid
        where child.relname ~ '_[0-9]{4}_[0-9]{2}$'
          and to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' + r.keep < now()
      loop
        execute format('drop table ledger.%I', expired.name);
        return next expired.name;
      end loop;
    end $$`)
}

async function createInbox(runner: QueryRunner): Promise<void> {
  // The marketplace's own time cuts the months: the same fact told twice falls into the same one, where its key is unique.
  await runner.query(`
    create table ledger.inbox (
      id bigint generated always as identity,
      channel_id text not null,
      topic text not null,
      source text not null check (source in ('webhook', 'poll')),
      key text not null,
      external_id text,
      occurred_at timestamptz not null,
      received_at timestamptz not null default clock_timestamp(),
      body text not null,
      state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
      attempts integer not null default 0,
      repeats integer not null default 0,
      error_code text,
      error text,
      result text,
      processed_at timestamptz,
      primary key (id, occurred_at),
      unique (channel_id, key, occurred_at)
    ) partition by range (occurred_at)`)
  await runner.query(`create table ledger.inbox_default partition of ledger.inbox default`)
  await runner.query(
    `create index inbox_pending on ledger.inbox (channel_id, occurred_at, id) where state = 'pending'`,
  )
  await runner.query(`create index inbox_dead on ledger.inbox (channel_id, id) where state = 'dead'`)
  await runner.query(`create index inbox_order on ledger.inbox (channel_id, external_id)`)
  await runner.query(`create index inbox_received on ledger.inbox (received_at)`)
}

async function createOrders(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.channel_order (
      channel_id text not null,
      external_id text not null,
      order_id text not null unique,
      currency text not null,
      placed_at timestamptz not null,
      state text not null,
      url text,
      ingested_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      primary key (channel_id, external_id)
    )`)
  await runner.query(`create index channel_order_time on ledger.channel_order (channel_id, ingested_at)`)
  await runner.query(`
    create table ledger.order_package (
      channel_id text not null,
      order_external_id text not null,
      external_id text not null,
      state text not null,
      remote_state text not null,
      modified_at timestamptz not null,
      origin_ids text[] not null default '{}',
      content_hash text not null,
      lines jsonb not null,
      tracking jsonb not null,
      primary key (channel_id, order_external_id, external_id)
    )`)
  await runner.query(`
    create table ledger.order_line (
      channel_id text not null,
      order_external_id text not null,
      external_id text not null,
      line_item_id text not null unique,
      listing_external_id text not null,
      barcode text,
      sku text,
      title text not null,
      ordered integer not null check (ordered > 0),
      owed integer not null check (owed >= 0),
      variant_id text,
      state text not null check (state in ('reserved', 'unmapped', 'unmanaged', 'unplaced', 'closed')),
      primary key (channel_id, order_external_id, external_id)
    )`)
  await runner.query(
    `create index order_line_unmapped on ledger.order_line (channel_id, listing_external_id) where state in ('unmapped', 'unplaced')`,
  )
}

async function createPushes(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.push (
      id bigint generated always as identity,
      created_at timestamptz not null default clock_timestamp(),
      channel_id text not null,
      aspect text not null,
      cause text not null check (cause in ('change', 'comparison', 'manual')),
      state text not null check (state in ('sending', 'pending', 'settled', 'failed', 'unknown')),
      batch text,
      fingerprint text not null,
      items integer not null,
      accepted integer not null default 0,
      rejected integer not null default 0,
      companions integer not null default 0,
      sent_at timestamptz,
      settled_at timestamptz,
      error_kind text,
      error text,
      primary key (id, created_at)
    ) partition by range (created_at)`)
  await runner.query(`create table ledger.push_default partition of ledger.push default`)
  await runner.query(`create index push_channel on ledger.push (channel_id, id desc)`)
  await runner.query(
    `create index push_open on ledger.push (channel_id, id) where state in ('sending', 'pending', 'unknown')`,
  )
  await runner.query(`create index push_fingerprint on ledger.push (channel_id, fingerprint, created_at)`)
  await runner.query(`
    create table ledger.push_item (
      push_id bigint not null,
      listing_id bigint not null,
      created_at timestamptz not null default clock_timestamp(),
      external_id text not null,
      value jsonb not null,
      version bigint,
      outcome text not null default 'pending' check (outcome in ('pending', 'accepted', 'rejected', 'unknown')),
      code text,
      message text,
      primary key (push_id, listing_id, created_at)
    ) partition by range (created_at)`)
  await runner.query(`create table ledger.push_item_default partition of ledger.push_item default`)
  await runner.query(`create index push_item_listing on ledger.push_item (listing_id, push_id desc)`)
}

async function createChannelState(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.channel_state (
      channel_id text primary key,
      read_through timestamptz,
      last_pull_at timestamptz,
      last_pull_error text,
      last_webhook_at timestamptz,
      webhooks_refused integer not null default 0,
      last_webhook_refused_at timestamptz,
      last_webhook_refusal text,
      last_accepted_at timestamptz,
      last_listings_at timestamptz,
      last_listings_error text,
      last_compared_at timestamptz,
      auth_error text,
      auth_error_at timestamptz
    )`)
}

/** Counters of requests per account and limit, in the shape rate-limiter-flexible writes; unlogged, since losing them only resets a count. */
async function createRateLimits(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create unlogged table ledger.rate_limit (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    )`)
}
