import type { MigrationInterface, QueryRunner } from "typeorm"

/**
 * Triggers on Medusa's inventory tables: whoever changes stock (admin, API, workflow, plain SQL), the movement and the
 * dirty mark commit with the change itself.
 *
 * Marks are only ever inserted, never updated: two transactions that touch the same items in different order cannot
 * deadlock on them, and the reader deletes what it has taken.
 */
export class StockWatch1763600200000 implements MigrationInterface {
  readonly name = "StockWatch1763600200000"

  async up(runner: QueryRunner): Promise<void> {
    await requireMedusaTables(runner)
    await createTables(runner)
    await createLevelTriggers(runner)
    await createReservationTriggers(runner)
    await createRecipeTriggers(runner)
    await createLocationTriggers(runner)
    await runner.query(`select ledger.ensure_partitions(1, 2)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, watch] of watched) {
      for (const event of ["insert", "update", "delete"]) {
        await runner.query(`drop trigger if exists ledger_${watch}_${event} on public.${table}`)
      }
      await runner.query(`drop function ledger.watch_${watch}()`)
    }
    await runner.query(`delete from ledger.retention where table_name = 'stock_movement'`)
    await runner.query(`drop table ledger.stock_movement`)
    await runner.query(`drop table ledger.dirty`)
    await runner.query(`drop function ledger.announce_dirty()`)
    await runner.query(`drop function ledger.actor()`)
  }
}

const watched: [table: string, watch: string][] = [
  ["inventory_level", "level"],
  ["reservation_item", "reservation"],
  ["product_variant_inventory_item", "recipe"],
  ["sales_channel_stock_location", "location"],
]

async function requireMedusaTables(runner: QueryRunner): Promise<void> {
  for (const [table] of watched) {
    const rows = (await runner.query(`select to_regclass($1) as found`, [`public.${table}`])) as {
      found: string | null
    }[]
    if (!rows[0]?.found) {
      throw new Error(
        `The table ${table} is missing: run Medusa's migrations (npm run db:migrate) before the ledger's.`,
      )
    }
  }
}

async function createTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table ledger.dirty (
      id bigint generated always as identity primary key,
      inventory_item_id text,
      variant_id text,
      changed_at timestamptz not null default clock_timestamp(),
      check (num_nonnulls(inventory_item_id, variant_id) = 1)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`)
  await runner.query(`
    create function ledger.announce_dirty() returns trigger language plpgsql as $$
    begin
      if exists (select from added) then perform pg_notify('ledger_dirty', ''); end if;
      return null;
    end $$`)
  await runner.query(`
    create trigger announce after insert on ledger.dirty
      referencing new table as added for each statement execute function ledger.announce_dirty()`)
  // Who did it: what the transaction says of itself, else the name of the connection.
  await runner.query(`
    create function ledger.actor() returns text language sql stable as $$
      select coalesce(
        nullif(current_setting('serai.actor', true), ''),
        nullif(current_setting('application_name', true), ''),
        'medusa')
    $$`)
  await runner.query(`
    create table ledger.stock_movement (
      id bigint generated always as identity,
      occurred_at timestamptz not null default clock_timestamp(),
      inventory_item_id text not null,
      location_id text,
      kind text not null check (kind in ('level', 'reservation', 'recipe')),
      reference_id text not null,
      line_item_id text,
      stocked_delta numeric not null default 0,
      reserved_delta numeric not null default 0,
      actor text not null,
      primary key (id, occurred_at)
    ) partition by range (occurred_at)`)
  await runner.query(`create table ledger.stock_movement_default partition of ledger.stock_movement default`)
  await runner.query(`create index stock_movement_item on ledger.stock_movement (inventory_item_id, id desc)`)
  await runner.query(`insert into ledger.retention values ('stock_movement', '24 months')`)
}

/** One trigger per event: a trigger that sees several events may not have transition tables. */
async function watch(runner: QueryRunner, table: string, name: string): Promise<void> {
  const seen = {
    insert: "new table as after",
    update: "old table as before new table as after",
    delete: "old table as before",
  }
  for (const [event, tables] of Object.entries(seen)) {
    await runner.query(`
      create trigger ledger_${name}_${event} after ${event} on public.${table}
        referencing ${tables} for each statement execute function ledger.watch_${name}()`)
  }
}

/** What a transition table contributes: its live rows (soft-deleted ones count for nothing) with a signed quantity. */
const rowsOf = (side: "before" | "after", columns: string, quantity: string) =>
  `select ${columns}, ${side === "after" ? "" : "-"}(${quantity}) as quantity from ${side} where deleted_at is null`

const sides = { INSERT: ["after"], DELETE: ["before"], UPDATE: ["after", "before"] } as const

/** A branch per event, because a function may only name the transition tables that its event has. */
function branches(columns: string, quantity: string, body: (rows: string) => string): string {
  const cases = Object.entries(sides).map(([event, names]) => {
    const rows = names.map((side) => rowsOf(side, columns, quantity)).join("\n union all\n ")
    return `if tg_op = '${event}' then ${body(rows)} end if;`
  })
  return `begin ${cases.join("\n")} return null; end`
}

/**
 * Rows that only one side has (created, removed, moved to another location) count even when their quantity is zero. A
 * change of Medusa's reserved_quantity counter alone moves nothing: reservations themselves are watched.
 */
const changed = (columns: string, rows: string) => `
  change as (
    select ${columns}, sum(quantity) as delta from (${rows}) rows
    group by ${columns} having sum(quantity) <> 0 or count(*) = 1
  )`

async function createLevelTriggers(runner: QueryRunner): Promise<void> {
  const columns = "id, inventory_item_id, location_id"
  const body = (rows: string) => `
    with ${changed(columns, rows)}, moved as (
      insert into ledger.stock_movement (inventory_item_id, location_id, kind, reference_id, stocked_delta, actor)
      select inventory_item_id, location_id, 'level', id, delta, ledger.actor() from change
    )
    insert into ledger.dirty (inventory_item_id) select distinct inventory_item_id from change;`
  await runner.query(
    `create function ledger.watch_level() returns trigger language plpgsql as $$ ${branches(columns, "stocked_quantity", body)} $$`,
  )
  await watch(runner, "inventory_level", "level")
}

async function createReservationTriggers(runner: QueryRunner): Promise<void> {
  const columns = "id, inventory_item_id, location_id, line_item_id"
  const body = (rows: string) => `
    with ${changed(columns, rows)}, moved as (
      insert into ledger.stock_movement
        (inventory_item_id, location_id, kind, reference_id, line_item_id, reserved_delta, actor)
      select inventory_item_id, location_id, 'reservation', id, line_item_id, delta, ledger.actor() from change
    )
    insert into ledger.dirty (inventory_item_id) select distinct inventory_item_id from change;`
  await runner.query(
    `create function ledger.watch_reservation() returns trigger language plpgsql as $$ ${branches(columns, "quantity", body)} $$`,
  )
  await watch(runner, "reservation_item", "reservation")
}

/** What a variant is made of: a component added, removed or needed in another number. The variant itself is marked. */
async function createRecipeTriggers(runner: QueryRunner): Promise<void> {
  const columns = "variant_id, inventory_item_id"
  const body = (rows: string) => `
    with ${changed(columns, rows)}, moved as (
      insert into ledger.stock_movement (inventory_item_id, kind, reference_id, actor)
      select inventory_item_id, 'recipe', variant_id, ledger.actor() from change
    )
    insert into ledger.dirty (variant_id) select distinct variant_id from change;`
  await runner.query(
    `create function ledger.watch_recipe() returns trigger language plpgsql as $$ ${branches(columns, "required_quantity", body)} $$`,
  )
  await watch(runner, "product_variant_inventory_item", "recipe")
}

/** A location that joins or leaves a sales channel changes what all its items may be sold for there. */
async function createLocationTriggers(runner: QueryRunner): Promise<void> {
  const columns = "sales_channel_id, stock_location_id"
  const body = (rows: string) => `
    with ${changed(columns, rows)}
    insert into ledger.dirty (inventory_item_id)
    select distinct level.inventory_item_id
    from change join public.inventory_level level on level.location_id = change.stock_location_id
    where level.deleted_at is null;`
  await runner.query(
    `create function ledger.watch_location() returns trigger language plpgsql as $$ ${branches(columns, "1", body)} $$`,
  )
  await watch(runner, "sales_channel_stock_location", "location")
}
