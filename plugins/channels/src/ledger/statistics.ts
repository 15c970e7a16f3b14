import type { Sql } from "./data-source"

/** What the comparison joins. */
const compared = [
  "ledger.listing",
  "ledger.aspect",
  "public.product_variant",
  "public.product_variant_inventory_item",
  "public.inventory_level",
  "public.reservation_item",
]

/**
 * Tells the planner about tables that have just been filled. Of a table it has no statistics of it takes every condition for
 * one that hardly any row meets, and joins row by row: 1,500 listings were compared for ten minutes without an end, with
 * statistics it takes a blink. Autovacuum would see to it within minutes, but a first reading of listings or an import is
 * computed at once.
 *
 * Asked are the files' sizes, which are true at once; the counters that autovacuum goes by follow seconds later.
 */
export async function refreshStatistics(sql: Sql): Promise<void> {
  const rows = await sql.query<{ name: string }>(
    `select name from (
       select c.oid, c.oid::regclass::text as name, c.relpages,
         pg_relation_size(c.oid) / current_setting('block_size')::int as pages
       from unnest($1::text[]) wanted join pg_class c on c.oid = wanted::regclass
     ) tables
     where pages >= 4 and (pages > 2 * relpages
       or pg_stat_get_analyze_count(oid) + pg_stat_get_autoanalyze_count(oid) = 0)`,
    [compared],
  )
  for (const { name } of rows) await sql.query(`analyze ${name}`)
}
