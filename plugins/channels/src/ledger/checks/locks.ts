import type { Sql } from "../data-source"
import { bounded } from "./bounded"

/** Medusa's own locks that should have ended. The table is there only where the Postgres provider is. */
export async function overdueLocks(sql: Sql) {
  const [found] = await sql.query<{ name: string | null }>(
    `select to_regclass('public.locking')::text as name`,
  )
  if (!found?.name) return { rows: [], count: 0 }
  return bounded<{ subject: string; owner: string | null; minutes: number }>(
    sql,
    `select id as subject, owner_id as owner, extract(epoch from now() - expiration)::float8 / 60 as minutes
     from public.locking where expiration < now() - interval '1 minute'`,
  )
}

export async function removeOverdueLock(sql: Sql, id: string): Promise<void> {
  await sql.query(`delete from public.locking where id = $1 and expiration < now()`, [id])
}

/** Postgres shows the two halves of an advisory lock's key as unsigned numbers. */
const unsigned = (text: string) => `(hashtext(${text})::bigint & 4294967295)`

/** The locks that workers hold for as long as they are connected; see the engine's presence. */
const present = `
  select objid::bigint as worker from pg_locks
  where locktype = 'advisory' and granted and objsubid = 2
    and database = (select oid from pg_database where datname = current_database())
    and classid::bigint = ${unsigned("'serai-worker'")}`

export async function workersPresent(sql: Sql): Promise<number> {
  const rows = await sql.query<{ workers: number }>(
    `select count(distinct worker)::int as workers from (${present}) p`,
  )
  return rows[0]?.workers ?? 0
}

/** Jobs held in the name of a worker that is not connected. Workers look for these every few seconds. */
export const abandonedJobs = (sql: Sql) =>
  bounded<{ subject: string; jobs: number; minutes: number }>(
    sql,
    `with held as (
       select locked_by, locked_at from graphile_worker.jobs
       union all select locked_by, locked_at from graphile_worker._private_job_queues
     ), present as (${present})
     select locked_by as subject, count(*)::int as jobs,
       extract(epoch from now() - min(locked_at))::float8 / 60 as minutes
     from held
     where locked_by is not null and ${unsigned("locked_by")} not in (select worker from present)
     group by locked_by having min(locked_at) < now() - interval '1 minute'`,
  )
