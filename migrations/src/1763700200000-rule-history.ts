import type { MigrationInterface, QueryRunner } from "typeorm"

/** What it takes to say how things stood at an earlier moment, how far back that reaches, and who changed what. */
export class RuleHistory1763700200000 implements MigrationInterface {
  readonly name = "RuleHistory1763700200000"

  async up(runner: QueryRunner): Promise<void> {
    await createKeptSince(runner)
    // Later movements of one item, summed: from the index alone. It finds what the narrower one found.
    await runner.query(`
      create index stock_movement_history on ledger.stock_movement (inventory_item_id, occurred_at desc, id desc)
        include (location_id, stocked_delta, reserved_delta)`)
    await runner.query(`drop index ledger.stock_movement_item`)
    await runner.query(actorFunction("unnamed"))
    await rememberRecipes(runner)
    await rememberMappings(runner)
    await rememberReading(runner)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.order_line drop column id, drop column read_at`)
    await runner.query(`drop trigger remember_mapping on ledger.listing`)
    await runner.query(`drop function ledger.remember_mapping()`)
    await runner.query(`drop table ledger.mapping`)
    await runner.query(`drop index ledger.stock_movement_recipe`)
    await runner.query(recipeFunction(""))
    await runner.query(`alter table ledger.stock_movement drop column required_delta`)
    await runner.query(actorFunction("medusa"))
    await runner.query(
      `create index stock_movement_item on ledger.stock_movement (inventory_item_id, id desc)`,
    )
    await runner.query(`drop index ledger.stock_movement_history`)
    await runner.query(`drop function ledger.complete_since(text)`)
    await runner.query(`drop table ledger.kept_since`)
  }
}

/** Since when a record is complete: since it began to be kept, or since the oldest month that has not been dropped. */
async function createKeptSince(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.kept_since (
      record text primary key,
      since timestamptz not null default clock_timestamp()
    )`)
  await runner.query(`
    insert into ledger.kept_since (record, since)
    select 'stock_movement', coalesce(min(occurred_at), clock_timestamp()) from ledger.stock_movement
    union all select record, clock_timestamp() from unnest(array['recipe', 'mapping', 'decision']) record`)
  await runner.query(`
    create function ledger.complete_since(asked text) returns timestamptz language sql stable as $$
      select greatest(k.since, date_trunc('month', (now() - r.keep) at time zone 'utc') at time zone 'utc')
      from ledger.kept_since k left join ledger.retention r on r.table_name = k.record
      where k.record = asked
    $$`)
}

/** Who did it: what the transaction says of itself, else the name of the connection. Medusa's own are named by the app. */
const actorFunction = (nameless: string) => `
  create or replace function ledger.actor() returns text language sql stable as $$
    select coalesce(
      nullif(current_setting('serai.actor', true), ''),
      nullif(current_setting('application_name', true), ''),
      '${nameless}')
  $$`

/** A recipe's change with its number of pieces, where there was only the fact that it changed. */
async function rememberRecipes(runner: QueryRunner): Promise<void> {
  // Null for changes of which the number was not written down.
  await runner.query(`alter table ledger.stock_movement add column required_delta numeric`)
  await runner.query(recipeFunction("required_delta"))
  await runner.query(
    `create index stock_movement_recipe on ledger.stock_movement (reference_id, occurred_at) where kind = 'recipe'`,
  )
}

const recipeFunction = (column: "" | "required_delta") => {
  const more = column === "" ? { into: "", from: "" } : { into: `, ${column}`, from: ", delta" }
  const live = (side: "before" | "after", sign: string) =>
    `select variant_id, inventory_item_id, ${sign}required_quantity as quantity from ${side} where deleted_at is null`
  const body = (rows: string) => `
    with change as (
      select variant_id, inventory_item_id, sum(quantity) as delta from (${rows}) rows
      group by variant_id, inventory_item_id having sum(quantity) <> 0 or count(*) = 1
    ), moved as (
      insert into ledger.stock_movement (inventory_item_id, kind, reference_id, actor${more.into})
      select inventory_item_id, 'recipe', variant_id, ledger.actor()${more.from} from change
    )
    insert into ledger.dirty (variant_id) select distinct variant_id from change;`
  return `
    create or replace function ledger.watch_recipe() returns trigger language plpgsql as $$ begin
      if tg_op = 'INSERT' then ${body(live("after", ""))} end if;
      if tg_op = 'DELETE' then ${body(live("before", "-"))} end if;
      if tg_op = 'UPDATE' then ${body(`${live("after", "")} union all ${live("before", "-")}`)} end if;
      return null;
    end $$`
}

/** Which variant a listing belonged to. Row by row, so that a reading of listings that maps nothing pays nothing. */
async function rememberMappings(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.mapping (
      id bigint generated always as identity primary key,
      listing_id bigint not null references ledger.listing (id) on delete cascade,
      changed_at timestamptz not null default clock_timestamp(),
      variant_before text,
      variant_id text,
      mapped_by text,
      actor text not null
    )`)
  await runner.query(`create index mapping_listing on ledger.mapping (listing_id, id desc)`)
  await runner.query(`
    create function ledger.remember_mapping() returns trigger language plpgsql as $$
    begin
      insert into ledger.mapping (listing_id, variant_before, variant_id, mapped_by, actor)
      values (new.id, old.variant_id, new.variant_id, new.mapped_by, ledger.actor());
      return null;
    end $$`)
  await runner.query(`
    create trigger remember_mapping after update on ledger.listing
      for each row when (old.variant_id is distinct from new.variant_id)
      execute function ledger.remember_mapping()`)
}

/** When each order line came to be known, in an order that pages can follow. */
async function rememberReading(runner: QueryRunner): Promise<void> {
  await runner.query(`
    alter table ledger.order_line
      add column id bigint generated always as identity,
      add column read_at timestamptz`)
  await runner.query(`
    update ledger.order_line l set read_at = o.ingested_at
    from ledger.channel_order o
    where o.channel_id = l.channel_id and o.external_id = l.order_external_id`)
  await runner.query(`alter table ledger.order_line alter column read_at set default clock_timestamp()`)
  await runner.query(
    `create index order_line_history on ledger.order_line (channel_id, listing_external_id, id desc)`,
  )
}
