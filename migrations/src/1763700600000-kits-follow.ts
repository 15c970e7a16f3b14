import type { MigrationInterface, QueryRunner } from "typeorm"

/**
 * Kits follow their parts: whoever changes what a variant is made of (admin, API, workflow, plain SQL), the kits that contain
 * it, and itself if it is one, are marked in the same transaction. A marked kit's figure stands still until the engine has
 * brought its recipe in step.
 */
export class KitsFollow1763700600000 implements MigrationInterface {
  readonly name = "KitsFollow1763700600000"

  async up(runner: QueryRunner): Promise<void> {
    await createMarks(runner)
    await watchRecipes(runner)
    await watchVariants(runner)
    await watchParts(runner)
    await runner.query(`insert into ledger.kit_due (variant_id) select variant_id from ledger.kit`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ["insert", "update", "delete"]) {
      await runner.query(`drop trigger ledger_kit_recipe_${event} on public.product_variant_inventory_item`)
      await runner.query(`drop trigger watch_${event} on ledger.kit_part`)
    }
    await runner.query(`drop trigger ledger_kit_variant_update on public.product_variant`)
    await runner.query(`drop function ledger.watch_kit_part()`)
    await runner.query(`drop function ledger.watch_kit_variant()`)
    await runner.query(`drop function ledger.watch_kit_recipe()`)
    await runner.query(`drop function ledger.mark_kits(text[])`)
    await runner.query(`drop view ledger.kit_out_of_step`)
    await runner.query(`drop table ledger.kit_due`)
    await runner.query(`drop function ledger.announce_kits()`)
    await runner.query(`alter table ledger.kit drop column refusal`)
  }
}

/** Like dirty marks: only ever inserted, and deleted by the one who has done what they ask for. */
async function createMarks(runner: QueryRunner): Promise<void> {
  // Why the kit's recipe could not follow its parts; null when it did.
  await runner.query(`alter table ledger.kit add column refusal text`)
  await runner.query(`
    create table ledger.kit_due (
      id bigint generated always as identity primary key,
      variant_id text not null,
      changed_at timestamptz not null default clock_timestamp()
    )`)
  await runner.query(`
    create function ledger.announce_kits() returns trigger language plpgsql as $$
    begin
      if exists (select from added) then perform pg_notify('ledger_kits', ''); end if;
      return null;
    end $$`)
  await runner.query(`
    create trigger announce after insert on ledger.kit_due
      referencing new table as added for each statement execute function ledger.announce_kits()`)
  await runner.query(`
    create view ledger.kit_out_of_step as
      select k.variant_id, k.refusal, min(d.changed_at) as changed_at
      from ledger.kit k left join ledger.kit_due d using (variant_id)
      where k.refusal is not null or d.id is not null
      group by k.variant_id, k.refusal`)
  await runner.query(`
    create function ledger.mark_kits(variants text[]) returns void language sql as $$
      with recursive reached as (
        select unnest(variants) as variant_id
        union select p.kit_variant_id from reached join ledger.kit_part p on p.part_variant_id = reached.variant_id
      )
      insert into ledger.kit_due (variant_id) select variant_id from ledger.kit join reached using (variant_id)
    $$`)
}

/** The transition tables that each event has. */
const seen = { INSERT: ["after"], DELETE: ["before"], UPDATE: ["after", "before"] } as const

const mark = (column: string, rows: readonly string[], condition = "") =>
  `perform ledger.mark_kits(array(${rows.map((row) => `select ${column} from ${row} ${condition}`).join(" union ")}));`

/** A branch per event, because a function may only name the transition tables that its event has. */
const branches = (body: (rows: readonly string[]) => string) =>
  Object.entries(seen)
    .map(([event, rows]) => `if tg_op = '${event}' then ${body(rows)} end if;`)
    .join("\n")

async function watch(runner: QueryRunner, table: string, { trigger, by }: { trigger: string; by: string }) {
  const referencing = {
    insert: "new table as after",
    update: "old table as before new table as after",
    delete: "old table as before",
  }
  for (const [event, tables] of Object.entries(referencing)) {
    await runner.query(`
      create trigger ${trigger}_${event} after ${event} on ${table}
        referencing ${tables} for each statement execute function ${by}()`)
  }
}

/**
 * Who composes kits holds the lock alone, who changes recipes shares it: a kit that is being composed of a part whose recipe is
 * being changed sees either the new recipe or the mark.
 */
async function watchRecipes(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function ledger.watch_kit_recipe() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(7352003);
      ${branches((rows) => mark("variant_id", rows))}
      return null;
    end $$`)
  await watch(runner, "public.product_variant_inventory_item", {
    trigger: "ledger_kit_recipe",
    by: "ledger.watch_kit_recipe",
  })
}

/** Nothing can be made of a part that is deleted, or whose stock Medusa ceases to manage. */
async function watchVariants(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function ledger.watch_kit_variant() returns trigger language plpgsql as $$
    begin
      perform ledger.mark_kits(array(
        select after.id from after join before on before.id = after.id
        where after.manage_inventory is distinct from before.manage_inventory
          or (after.deleted_at is null) is distinct from (before.deleted_at is null)));
      return null;
    end $$`)
  await runner.query(`
    create trigger ledger_kit_variant_update after update on public.product_variant
      referencing old table as before new table as after for each statement execute function ledger.watch_kit_variant()`)
}

/** A kit that would contain itself is refused here, too, where the engine is not asked. */
async function watchParts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function ledger.watch_kit_part() returns trigger language plpgsql as $$
    declare
      circle text;
    begin
      perform pg_advisory_xact_lock(7352003);
      if tg_op <> 'DELETE' then
        with recursive below as (
          select kit_variant_id as kit, part_variant_id as part from after
          union select below.kit, p.part_variant_id from below join ledger.kit_part p on p.kit_variant_id = below.part
        )
        select kit into circle from below where kit = part limit 1;
        if circle is not null then
          raise exception 'A kit cannot contain itself, and % would.', circle
            using errcode = 'check_violation', hint = 'Take out of its parts what contains it.';
        end if;
      end if;
      ${branches((rows) => mark("kit_variant_id", rows))}
      return null;
    end $$`)
  await watch(runner, "ledger.kit_part", { trigger: "watch", by: "ledger.watch_kit_part" })
}
