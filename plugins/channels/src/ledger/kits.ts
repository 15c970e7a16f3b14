import type { Component, KitPart } from "../engine/kits/flatten-recipe"
import type { Sql } from "./data-source"

/** A variant as a kit meets it: the kit itself, or a part of it, however deep. */
export interface KitVariant {
  id: string
  sku: string | null
  title: string
  product_title: string
  managed: boolean
  /** What Medusa knows it is made of now. */
  recipe: Component[]
  /** Null when it is not made of variants. */
  parts: KitPart[] | null
  /** What it was made of before it became a kit. */
  recipe_before: Component[] | null
  /** Why its recipe could not follow its parts. */
  refusal: string | null
}

/**
 * Two people who compose kits take turns: each could close a circle that the other does not see. Whoever changes the recipe of
 * any variant shares the lock, by trigger.
 */
export async function kitLock(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(7352003)`)
}

/** Kits that contain this variant, at any depth. */
export async function kitsContaining(sql: Sql, variantId: string): Promise<string[]> {
  const rows = await sql.query<{ variant_id: string }>(
    `with recursive above as (
       select kit_variant_id as variant_id from ledger.kit_part where part_variant_id = $1
       union select p.kit_variant_id from above join ledger.kit_part p on p.part_variant_id = above.variant_id
     ) select variant_id from above order by 1`,
    [variantId],
  )
  return rows.map((row) => row.variant_id)
}

/** These variants and all that they are made of, at any depth. */
export async function findKitVariants(sql: Sql, variantIds: string[]): Promise<Map<string, KitVariant>> {
  const rows = await sql.query<KitVariant>(
    `with recursive below as (
       select unnest($1::text[]) as variant_id
       union select p.part_variant_id from below join ledger.kit_part p on p.kit_variant_id = below.variant_id
     )
     select v.id, v.sku, v.title, p.title as product_title, v.manage_inventory as managed,
       coalesce((select jsonb_agg(jsonb_build_object(
             'inventoryItemId', r.inventory_item_id, 'required', r.required_quantity) order by r.inventory_item_id)
           from public.product_variant_inventory_item r
           join public.inventory_item i on i.id = r.inventory_item_id and i.deleted_at is null
           where r.variant_id = v.id and r.deleted_at is null), '[]') as recipe,
       (select jsonb_agg(jsonb_build_object('variantId', k.part_variant_id, 'quantity', k.quantity)
           order by k.part_variant_id)
         from ledger.kit_part k where k.kit_variant_id = v.id) as parts,
       own.recipe_before, own.refusal
     from below
     join public.product_variant v on v.id = below.variant_id and v.deleted_at is null
     join public.product p on p.id = v.product_id and p.deleted_at is null
     left join ledger.kit own on own.variant_id = v.id`,
    [variantIds],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Replaces what a kit is made of; no parts make it no kit. `recipeBefore` is kept from the first time on. */
export async function saveKit(
  sql: Sql,
  variantId: string,
  { parts, recipeBefore }: { parts: KitPart[]; recipeBefore: Component[] },
): Promise<void> {
  if (parts.length === 0) {
    await sql.query(`delete from ledger.kit where variant_id = $1`, [variantId])
    return
  }
  await sql.query(
    `insert into ledger.kit (variant_id, recipe_before) values ($1, $2) on conflict (variant_id) do nothing`,
    [variantId, JSON.stringify(recipeBefore)],
  )
  await sql.query(`delete from ledger.kit_part where kit_variant_id = $1`, [variantId])
  await sql.query(
    `insert into ledger.kit_part (kit_variant_id, part_variant_id, quantity)
     select $1, "variantId", quantity from jsonb_to_recordset($2::jsonb) as part ("variantId" text, quantity int)`,
    [variantId, JSON.stringify(parts)],
  )
}

/** Kits that triggers have marked because something below them changed. */
export interface DueKits {
  marks: string[]
  variantIds: string[]
}

export async function findDueKits(sql: Sql, limit: number): Promise<DueKits> {
  const rows = await sql.query<{ variant_id: string; marks: string[] }>(
    `select variant_id, array_agg(id::text) as marks from ledger.kit_due group by 1 order by min(id) limit $1`,
    [limit],
  )
  return {
    marks: rows.flatMap((row) => row.marks),
    variantIds: rows.map((row) => row.variant_id),
  }
}

/** Takes the marks away, keeps why a kit's recipe could not follow, and has the kits' figures computed. */
export async function settleDueKits(
  sql: Sql,
  { marks, variantIds }: DueKits,
  refusals: Map<string, string>,
): Promise<void> {
  await sql.query(
    `with told as (
       update ledger.kit k set refusal = due.refusal
       from unnest($1::text[], $2::text[]) as due (variant_id, refusal)
       where k.variant_id = due.variant_id and k.refusal is distinct from due.refusal
     ), done as (
       delete from ledger.kit_due where id = any($3::bigint[])
     )
     insert into ledger.dirty (variant_id) select unnest($1::text[])`,
    [variantIds, variantIds.map((id) => refusals.get(id) ?? null), marks],
  )
}

/** Has these kits, and those that contain them, brought in step once more. */
export async function markKits(sql: Sql, variantIds: string[]): Promise<void> {
  await sql.query(`select ledger.mark_kits($1::text[])`, [variantIds])
}
