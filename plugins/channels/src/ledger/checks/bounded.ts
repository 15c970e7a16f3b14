import type { Sql } from "../data-source"

/** How many subjects a check names; the rest is counted. */
export const subjectsNamed = 100

export interface Bounded<Row> {
  rows: Row[]
  /** All of them, named or not. */
  count: number
}

/**
 * Runs a query whose rows each have a `subject`; the first hundred by subject are returned. The order is that of code units,
 * as JavaScript compares, so that whoever keeps the list can tell what lies beyond its end.
 */
export async function bounded<Row extends { subject: string }>(
  sql: Sql,
  query: string,
  parameters: unknown[] = [],
): Promise<Bounded<Row>> {
  const rows = await sql.query<Row & { total: number }>(
    `select f.*, (count(*) over ())::int as total from (${query}) f order by f.subject collate "C" limit ${subjectsNamed}`,
    parameters,
  )
  return { rows, count: rows[0]?.total ?? 0 }
}
