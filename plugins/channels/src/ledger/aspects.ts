import type { SettledItem } from "../engine/stock/stock-ledger"
import type { Sql } from "./data-source"

/**
 * The life of a listing's aspect. Every transition is one of the statements below or of `recomputeDesiredStock`:
 *
 * | state   | means                                   | desired changes   | sent | accepted         | refused for good | refused for now, or moved | answer lost |
 * | settled | they show what we want                  | due (or settled)  | –    | –                | –                | –                         | –           |
 * | due     | differs, may be sent once retry_at is past | due or settled | sent | –                | –                | –                         | –           |
 * | sent    | in a push whose answer is not in yet    | sent              | –    | settled or due¹  | refused or due¹  | due                       | unknown     |
 * | refused | they will not take this figure          | due               | –    | –                | –                | –                         | –           |
 * | unknown | may or may not have arrived; is looked up | unknown         | –    | settled or due¹  | –                | –                         | –           |
 *
 * ¹ due when desired changed while the answer was out, or the marketplace changed its figure by itself (`markMoved`).
 * A listing that wants nothing (unmapped, unmanaged) is settled as soon as no answer is out.
 */

/**
 * Statements that wait for each other's listings lock them in one order, that of their ids, as `recomputeDesiredStock`
 * does: otherwise an answer and a recomputation of the same listings end in a deadlock. What decides is read from the locked
 * rows: whoever waited for a lock finds there what was written meanwhile, and in the tables what was there before.
 */
const lockedListings = `locked as materialized (
       select a.listing_id, a.aspect, a.channel_id, a.desired, a.changed_at, a.moved_at, a.sent_push_id from ledger.push_item i
       join ledger.push p on p.id = i.push_id
       join ledger.aspect a on a.listing_id = i.listing_id and a.aspect = p.aspect
       where i.push_id = $1 order by a.listing_id for update of a
     )`

/** They took what we want now, and have not changed it by themselves since. */
const showsDesired = `(i.status = 'accepted' and s.desired is not distinct from coalesce(to_jsonb(i.value), i.sent)
             and coalesce(s.moved_at <= p.sent_at, true))`

/** Upper bounds of the buckets in which delays are counted, in milliseconds. */
export const delayBuckets = [
  50, 100, 250, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000,
  3_600_000, 2_147_483_647,
]

/**
 * Records the marketplace's answers to one push, once: an item that has its answer is left alone. Counts how long the changes
 * took that are now shown. Returns how many items were accepted and rejected by this call.
 */
export async function recordAnswers(
  sql: Sql,
  pushId: string,
  items: SettledItem[],
): Promise<{ accepted: number; rejected: number }> {
  const rows = await sql.query<{ outcome: string; count: string }>(
    `with ${lockedListings}, answer as (
       select * from jsonb_to_recordset($2::jsonb) as answer
         (external_id text, status text, value int, code text, message text, final boolean, retry_after_ms int)
     ), item as (
       update ledger.push_item i set outcome = case when a.status = 'accepted' then 'accepted' else 'rejected' end,
         code = case when a.status = 'moved' then 'moved' else a.code end,
         message = case when a.status = 'moved' then 'It shows ' || a.value || ', which nobody here wrote' else a.message end
       from answer a
       where i.push_id = $1 and i.external_id = a.external_id and i.outcome in ('pending', 'unknown')
       returning i.listing_id, i.value as sent, a.*
     ), answered as (
       select i.*, s.aspect, s.changed_at, s.channel_id, s.desired is null or ${showsDesired} as settles
       from item i join locked s on s.listing_id = i.listing_id and s.sent_push_id = $1
       join ledger.push p on p.id = $1
     ), aspect as (
       update ledger.aspect s set
         accepted_before = case when i.status = 'accepted' then s.accepted else s.accepted_before end,
         accepted = case when i.status = 'accepted' then coalesce(to_jsonb(i.value), i.sent) else s.accepted end,
         accepted_at = case when i.status = 'accepted' then clock_timestamp() else s.accepted_at end,
         accepted_push_id = case when i.status = 'accepted' then $1 else s.accepted_push_id end,
         shown = case when i.status = 'moved' then to_jsonb(i.value) else s.shown end,
         shown_at = case when i.status = 'moved' then clock_timestamp() else s.shown_at end,
         sent = null, sent_push_id = null,
         state = case
           when i.settles then 'settled'
           when i.status = 'rejected' and i.final and s.desired is not distinct from i.sent then 'refused'
           else 'due' end,
         changed_at = case when i.settles then null
           -- What waits now changed after it was claimed: it has not waited longer than that.
           when i.status = 'accepted' then greatest(s.changed_at, p.created_at) else s.changed_at end,
         correcting = s.correcting and not i.settles,
         drift = case when i.status = 'accepted' then null else s.drift end,
         drift_at = case when i.status = 'accepted' then null else s.drift_at end,
         moved_at = case when i.status = 'accepted' and s.moved_at <= p.sent_at then null else s.moved_at end,
         attempts = case when i.status = 'accepted' then 0 else s.attempts end,
         retry_at = case when i.status = 'rejected' and not i.final
           then now() + make_interval(secs => coalesce(i.retry_after_ms, 60000) / 1000.0) end,
         refusal_code = case when i.status = 'rejected' then i.code end,
         refusal = case when i.status = 'rejected' then i.message end
       from answered i join ledger.push p on p.id = $1
       where s.listing_id = i.listing_id and s.aspect = p.aspect
     ), delay as (
       select channel_id, extract(epoch from clock_timestamp() - changed_at) * 1000 as ms
       from answered where aspect = 'stock' and status = 'accepted' and settles and changed_at is not null
     ), counted as (
       insert into ledger.acceptance_delay as known (channel_id, day, le_ms, changes, sum_ms)
       select channel_id, (now() at time zone 'utc')::date, bucket.le_ms, count(*), sum(ms)
       from delay cross join lateral (select min(le) as le_ms from unnest($3::int[]) le where le >= ms) bucket
       group by 1, 2, 3 order by 3
       on conflict (channel_id, day, le_ms) do update set
         changes = known.changes + excluded.changes, sum_ms = known.sum_ms + excluded.sum_ms
     )
     select status as outcome, count(*) from item group by 1`,
    [pushId, JSON.stringify(items), delayBuckets],
  )
  const count = (outcome: string) => Number(rows.find((row) => row.outcome === outcome)?.count ?? 0)
  return { accepted: count("accepted"), rejected: count("rejected") }
}

/** Nothing reached the marketplace: the items are due again, after `retryAfterMs`. */
export async function releaseUnsent(sql: Sql, pushId: string, retryAfterMs: number): Promise<void> {
  await sql.query(
    `with ${lockedListings}
     update ledger.aspect s set sent = null, sent_push_id = null,
       state = case when s.desired is null then 'settled' else 'due' end,
       retry_at = now() + make_interval(secs => $2 / 1000.0),
       -- A write that was given up for lost may be carried out late: what they show is looked at once more.
       verify_at = case when s.state = 'unknown' and s.aspect = 'stock' then now() + interval '1 minute' else s.verify_at end
     from locked
     where s.listing_id = locked.listing_id and s.aspect = locked.aspect and s.sent_push_id = $1
       and s.state in ('sent', 'unknown')`,
    [pushId, retryAfterMs],
  )
  await sql.query(
    `update ledger.push_item set outcome = 'rejected', code = 'not_sent' where push_id = $1 and outcome = 'pending'`,
    [pushId],
  )
}

/** The answer was lost: nobody may send these listings again before they were looked up. */
export async function markUnknown(sql: Sql, pushId: string): Promise<void> {
  await sql.query(
    `with ${lockedListings}
     update ledger.aspect s set state = 'unknown'
     from locked
     where s.listing_id = locked.listing_id and s.aspect = locked.aspect and s.sent_push_id = $1 and s.state = 'sent'`,
    [pushId],
  )
  await sql.query(
    `update ledger.push_item set outcome = 'unknown' where push_id = $1 and outcome = 'pending'`,
    [pushId],
  )
}

/** A listing whose figure the marketplace has changed by itself, and when it says it did. */
export interface MovedListing {
  external_id: string
  moved_at: Date
}

/** Clocks differ: what happened this long after our write was accepted may have happened before it. */
const doubtfulMs = 5_000

/**
 * A sale or a cancellation was told: the marketplace has changed its figure by itself, so that what it accepted before is not
 * what it shows. Changes no state; the recomputation that follows makes the listing due even where it wants what was
 * accepted (one sold, one delivered). A push sent later than this settles it.
 *
 * What happened before our last write was accepted was missing from that write and has been overwritten by it: the next write
 * corrects it, and overtakes.
 */
export async function markMoved(sql: Sql, channelId: string, moved: MovedListing[]): Promise<void> {
  await sql.query(
    `with told as (
       select external_id, min(moved_at) as moved_at
       from jsonb_to_recordset($2::jsonb) as told (external_id text, moved_at timestamptz) group by 1
     ), locked as materialized (
       select a.listing_id,
         coalesce(told.moved_at < a.accepted_at + make_interval(secs => $3 / 1000.0), false) as correcting
       from told join ledger.listing l on l.channel_id = $1 and l.external_id = told.external_id
       join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock'
         -- The very first figure may have sold before its answer came.
         and (a.accepted is not null or a.state in ('sent', 'unknown'))
       order by a.listing_id for update of a
     )
     update ledger.aspect a set moved_at = clock_timestamp(), correcting = a.correcting or locked.correcting from locked
     where a.listing_id = locked.listing_id and a.aspect = 'stock'`,
    [channelId, JSON.stringify(moved), doubtfulMs],
  )
}

/** An operator tries a refused figure once more. Returns the channel, or undefined when nothing was refused. */
export async function retryRefused(sql: Sql, listingId: string): Promise<string | undefined> {
  const rows = await sql.query<{ channel_id: string }>(
    `with retried as (
       update ledger.aspect set state = 'due', attempts = 0, retry_at = null, refusal_code = null, refusal = null
       where listing_id = $1 and state = 'refused' returning channel_id
     ) select channel_id from retried`,
    [listingId],
  )
  return rows[0]?.channel_id
}
