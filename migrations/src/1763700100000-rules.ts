import type { MigrationInterface, QueryRunner } from "typeorm"

/** Rules of single listings, what was decided with them, what a measured buffer is measured by, and kits made of kits. */
export class Rules1763700100000 implements MigrationInterface {
  readonly name = "Rules1763700100000"

  async up(runner: QueryRunner): Promise<void> {
    await createListingRules(runner)
    await createDecisions(runner)
    await createSalesRates(runner)
    await createMeasures(runner)
    await createKits(runner)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ledger.kit_part`)
    await runner.query(`drop table ledger.kit`)
    await runner.query(`drop function ledger.acceptance_p99(text)`)
    await runner.query(`drop function ledger.poisson_quantile(double precision, double precision)`)
    await runner.query(`drop index ledger.channel_order_placed`)
    await runner.query(`drop table ledger.sales_rate`)
    await runner.query(`delete from ledger.retention where table_name = 'decision'`)
    await runner.query(`drop table ledger.decision`)
    await runner.query(`drop table ledger.listing_rule`)
    await runner.query(`drop function ledger.watch_listing_rule()`)
  }
}

/** A rule that is null is the channel's. A hold lasts until `hold_until`; without `hold_units` it holds everything. */
async function createListingRules(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.listing_rule (
      listing_id bigint primary key references ledger.listing (id) on delete cascade,
      share_percent integer check (share_percent between 0 and 100),
      buffer integer check (buffer >= 0),
      buffer_percent integer check (buffer_percent between 0 and 100),
      buffer_mode text check (buffer_mode in ('fixed', 'measured')),
      oversell_chance double precision check (oversell_chance > 0 and oversell_chance <= 0.5),
      minimum integer check (minimum >= 0),
      cap integer check (cap >= 0),
      when_sold_out text check (when_sold_out in ('zero', 'end')),
      hold_units integer check (hold_units >= 0),
      hold_until timestamptz,
      hold_reason text,
      paused boolean not null default false,
      updated_at timestamptz not null default clock_timestamp(),
      updated_by text,
      check (hold_until is not null or (hold_units is null and hold_reason is null))
    )`)
  await runner.query(
    `create index listing_rule_hold on ledger.listing_rule (hold_until) where hold_until is not null`,
  )
  await watchListingRules(runner)
}

/** Whoever changes a listing's rules, the mark that has its figure computed again commits with the change. */
async function watchListingRules(runner: QueryRunner): Promise<void> {
  const mark = (changed: string) => `
    insert into ledger.dirty (variant_id)
    select distinct l.variant_id from (${changed}) rule join ledger.listing l on l.id = rule.listing_id
    where l.variant_id is not null;`
  await runner.query(`
    create function ledger.watch_listing_rule() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then ${mark("select listing_id from before")}
      else ${mark("select listing_id from after")} end if;
      return null;
    end $$`)
  const seen = { insert: "new table as after", update: "new table as after", delete: "old table as before" }
  for (const [event, table] of Object.entries(seen)) {
    await runner.query(`
      create trigger watch_${event} after ${event} on ledger.listing_rule
        referencing ${table} for each statement execute function ledger.watch_listing_rule()`)
  }
}

/** Every figure that was decided, with the rules that made it, so that it can be explained later. */
async function createDecisions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.decision (
      listing_id bigint not null,
      channel_id text not null,
      decided_at timestamptz not null,
      desired integer,
      reason jsonb not null
    ) partition by range (decided_at)`)
  await runner.query(`create table ledger.decision_default partition of ledger.decision default`)
  await runner.query(`create index decision_listing on ledger.decision (listing_id, decided_at desc)`)
  await runner.query(`insert into ledger.retention values ('decision', '3 months')`)
  await runner.query(`select ledger.ensure_partitions(0, 2)`)
}

/** How fast each item has been selling; an item that has not sold has no row. */
async function createSalesRates(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.sales_rate (
      inventory_item_id text primary key,
      units_per_hour numeric not null check (units_per_hour > 0),
      counted_from timestamptz not null,
      refreshed_at timestamptz not null
    )`)
  await runner.query(`create index channel_order_placed on ledger.channel_order (placed_at)`)
}

async function createMeasures(runner: QueryRunner): Promise<void> {
  // P(X <= k) is summed from k = 0. For a large mean P(X = 0) is too small a number to begin with, so both figures are kept
  // e^surplus times too large, and brought down as they grow. The quantile is never below mean - 1, as chance is at most half.
  await runner.query(`
    create function ledger.poisson_quantile(mean double precision, chance double precision) returns integer
    language plpgsql immutable strict parallel safe as $$
    declare
      lambda constant double precision := greatest(0, least(mean, 100000));
      surplus double precision := lambda;
      step double precision;
      k integer := 0;
      exactly double precision := 1;
      at_most double precision := 1;
    begin
      loop
        while surplus > 0 and (at_most > 1e200 or k >= lambda - 1) loop
          step := least(surplus, 400);
          exactly := exactly * exp(-step);
          at_most := at_most * exp(-step);
          surplus := surplus - step;
        end loop;
        exit when surplus = 0 and (1 - at_most <= chance or exactly = 0);
        k := k + 1;
        exactly := exactly * lambda / k;
        at_most := at_most + exactly;
      end loop;
      return k;
    end $$`)
  // The upper bound of the bucket in which the 99th of 100 changes lies; what took longer than the last bucket counts as a day.
  await runner.query(`
    create function ledger.acceptance_p99(channel text) returns double precision language sql stable as $$
      select greatest(1, coalesce(min(case le_ms when 2147483647 then 86400 else le_ms / 1000.0 end), 1))
      from (
        select le_ms, sum(changes) over (order by le_ms) as up_to, sum(changes) over () as changes
        from (
          select le_ms, sum(changes) as changes from ledger.acceptance_delay
          where channel_id = channel and day > (now() at time zone 'utc')::date - 7 group by 1
        ) week
      ) counted
      where up_to >= 0.99 * changes
    $$`)
}

/** A kit that is made of variants. Medusa knows its flat form alone, the items of all its parts. */
async function createKits(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.kit (
      variant_id text primary key,
      -- The items it was made of before, which it gets back when it is dissolved.
      recipe_before jsonb not null
    )`)
  await runner.query(`
    create table ledger.kit_part (
      kit_variant_id text not null references ledger.kit (variant_id) on delete cascade,
      part_variant_id text not null,
      quantity integer not null check (quantity > 0),
      primary key (kit_variant_id, part_variant_id),
      check (kit_variant_id <> part_variant_id)
    )`)
  await runner.query(`create index kit_part_part on ledger.kit_part (part_variant_id)`)
}
