import type { Sql } from "./data-source"

/**
 * A job that is added again while it runs is taken out of its key and not tried again: the new one stands for it. Where it then
 * fails, or its worker dies, graphile-worker leaves its row for ever.
 */
export const superseded = `key is null and attempts >= max_attempts`

export async function dropSupersededJobs(sql: Sql): Promise<void> {
  await sql.query(`delete from graphile_worker._private_jobs where locked_at is null and ${superseded}`)
}
