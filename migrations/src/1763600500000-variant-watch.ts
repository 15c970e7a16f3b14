import type { MigrationInterface, QueryRunner } from "typeorm"

/** A variant whose stock Medusa begins or ceases to manage, or that is deleted, shows another figure without any stock moving. */
export class VariantWatch1763600500000 implements MigrationInterface {
  readonly name = "VariantWatch1763600500000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function ledger.watch_variant() returns trigger language plpgsql as $$
      begin
        insert into ledger.dirty (variant_id)
        select after.id from after join before on before.id = after.id
        where after.manage_inventory is distinct from before.manage_inventory
          or (after.deleted_at is null) is distinct from (before.deleted_at is null);
        return null;
      end $$`)
    await runner.query(`
      create trigger ledger_variant_update after update on public.product_variant
        referencing old table as before new table as after for each statement execute function ledger.watch_variant()`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger ledger_variant_update on public.product_variant`)
    await runner.query(`drop function ledger.watch_variant()`)
  }
}
