import type { Sql } from "../data-source"

export interface ItemName {
  id: string
  sku: string | null
  title: string | null
}

export async function findItems(sql: Sql, ids: string[]): Promise<Map<string, ItemName>> {
  const rows = await sql.query<ItemName>(
    `select id, sku, title from public.inventory_item where id = any($1::text[])`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}
