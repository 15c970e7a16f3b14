import { readFileSync, rmSync } from "node:fs"
import path from "node:path"
import { examinedSchema } from "../../doctor/report"
import type { Db } from "../../stage/db"
import { runMedusa, type Stage } from "../../stage/medusa"
import { examplesShown, type Check } from "../checks/check"
import type { World } from "../world"
import type { Crew } from "./crew"

interface GateRow {
  pushes: number
  stale: number
  oldest_ms: number | null
  examples: unknown[] | null
}

/** The ledger notes when a push is written down, which is so much later at most than when its age was asked about. */
const withinClaimMs = 250

/**
 * The gate's rule on the real ledger: before each accepted figure above zero was claimed, a complete reading of its channel's
 * orders was ingested, and had begun no longer ago than the channel allows, or half of that longer than both took.
 */
export async function checkGate(db: Db, since: Date): Promise<Check> {
  const { rows } = await db.query<GateRow>(
    `with raised as (
       select p.id, p.channel_id, p.created_at
       from ledger.push p join ledger.push_item i on i.push_id = p.id
       where p.aspect = 'stock' and p.created_at > $1 and i.outcome = 'accepted' and (i.value)::int > 0
       group by 1, 2, 3
     ), judged as (
       select p.*, extract(epoch from p.created_at - r.began_at) * 1000 as age_ms, ${withinClaimMs} +
         greatest(f.ms, least(extract(epoch from r.settled_at - r.began_at) * 1000 + f.ms / 2, 600000)) as allowed_ms
       from raised p join public.channel c on c.id = p.channel_id
       cross join lateral (select c.freshness_seconds * 1000.0 as ms) f
       left join lateral (
         select began_at, settled_at from replay.reading r where r.channel_id = p.channel_id and r.settled_at <= p.created_at
         order by began_at desc limit 1
       ) r on true
     )
     select count(*)::int as pushes, count(*) filter (where age_ms is null or age_ms > allowed_ms)::int as stale,
       max(age_ms)::float8 as oldest_ms,
       (select jsonb_agg(w) from (select id, channel_id, created_at, age_ms from judged
         where age_ms is null or age_ms > allowed_ms limit ${examplesShown}) w) as examples
     from judged`,
    [since],
  )
  const row = rows[0] ?? { pushes: 0, stale: 0, oldest_ms: null, examples: null }
  return {
    promise: "No figure above zero was claimed without a recent, complete reading of the channel's orders",
    kept: row.stale === 0,
    found: `${row.pushes} pushes, ${row.stale} without; the oldest reading had begun ${Math.round(row.oldest_ms ?? 0)} ms before`,
    examples: row.examples ?? [],
  }
}

/** Work that nobody will do any more, as it is after all is quiet. */
export async function checkNothingStuck(db: Db): Promise<Check> {
  const { rows } = await db.query<Record<string, number>>(
    `select
       (select count(*)::int from ledger.push where state in ('sending', 'pending', 'unknown')) as "open pushes",
       (select count(*)::int from ledger.aspect where state in ('due', 'sent', 'unknown')) as "figures due or under way",
       (select count(*)::int from ledger.inbox where state = 'pending') as "facts not read",
       (select count(*)::int from ledger.dirty) as "changes nobody looked at",
       (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts and key is not null) as "jobs given up",
       (select count(*)::int from graphile_worker.jobs where locked_at < now() - interval '2 minutes') as "jobs held for minutes",
       (select count(*)::int from graphile_worker._private_job_queues q where q.locked_by is not null and not exists (
         select from graphile_worker._private_jobs j where j.job_queue_id = q.id and j.locked_by is not null)) as "queues blocked by nobody"`,
  )
  const stuck = Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0)
  return {
    promise: "Nothing is stuck",
    kept: stuck.length === 0,
    found: stuck.map(([what, count]) => `${count} ${what}`).join(", ") || "nothing waits, nothing is held",
    examples: [],
  }
}

/** `npm run doctor` on the database of the siege. */
export async function checkDoctor(stage: Stage, world: World): Promise<Check> {
  const file = path.join(stage.site.project.data, `siege-doctor-${process.pid}.json`)
  try {
    await runMedusa(stage, ["exec", "./src/doctor/examine.js", file], {
      name: "siege-doctor",
      databaseUrl: world.databaseUrl,
      port: 9000,
      environment: { ...world.marketplace.environment(world.sandbox), MEDUSA_WORKER_MODE: "server" },
    })
    const results = examinedSchema.parse(JSON.parse(readFileSync(file, "utf8")))
    const ill = results.filter(({ outcome }) => outcome === "found" || outcome === "failed")
    return {
      promise: "The doctor finds nothing",
      kept: ill.length === 0,
      found: `${results.length} checks, ${ill.length} with findings`,
      examples: ill
        .map(({ id, problem, count, findings }) => ({ id, problem, count, first: findings[0]?.message }))
        .slice(0, examplesShown),
    }
  } finally {
    rmSync(file, { force: true })
  }
}

/** Workers may: one whose jobs do not stop when they must ends its process on purpose. */
export function checkServer({ server }: Crew): Check {
  const { started, byItself } = server.lives()
  return {
    promise: "The server ended only when it was killed",
    kept: byItself === 0,
    found: `started ${started} times, ended by itself ${byItself} times`,
    examples: [],
  }
}
