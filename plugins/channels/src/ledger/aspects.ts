import type { Sql } from "./data-source"

/**
 * The life of a listing's aspect. Every transition is one of the statements below or of `recomputeDesiredStock`:
 *
 * | state   | means                                   | desired changes   | sent | accepted         | refused for good | refused for now | answer lost |
 * | settled | they show what we want                  | due (or settled)  | –    | –                | –                | –               | –           |
 * | due     | differs, may be sent once retry_at is past | due or settled | sent | –                | –                | –               | –           |
 * | sent    | in a push whose answer is not in yet    | sent              | –    | settled or due¹  | refused or due¹  | due             | unknown     |
 * | refused | they will not take this figure          | due               | –    | –                | –                | –               | –           |
 * | unknown | may or may not have arrived; is looked up | unknown         | –    | settled or due¹  | –                | –               | –           |
 *
 * ¹ due when desired changed while the answer was out, or the marketplace changed its figure by itself (`markMoved`).
 * A listing that wants nothing (unmapped, unmanaged) is settled as soon as no answer is out.
 */

export interface ClaimedItem {
  listing_id: string
  external_id: string
  desired: number
  version: string
}

/** Takes what is due into a push: sold-out first, then lowered, then raised. Nothing else can take it until its answer is in. */
export async function claimDueStock(sql: Sql, channelId: string, limit: number): Promise<ClaimedItem[]> {
  return sql.query<ClaimedItem>(
    `with picked as (
       select a.listing_id, l.external_id from ledger.aspect a join ledger.listing l on l.id = a.listing_id
       where a.channel_id = $1 and a.aspect = 'stock' and a.state = 'due' and (a.retry_at is null or a.retry_at <= now())
         and l.pushable and a.desired is not null
       order by a.priority, a.listing_id limit $2 for update of a skip locked
     )
     select a.listing_id, picked.external_id, (a.desired)::int as desired, a.version
     from picked join ledger.aspect a on a.listing_id = picked.listing_id and a.aspect = 'stock'
     order by a.priority, a.listing_id`,
    [channelId, limit],
  )
}

export async function markSent(sql: Sql, pushId: string, listingIds: string[]): Promise<void> {
  await sql.query(
    `update ledger.aspect set state = 'sent', sent = desired, sent_push_id = $1, attempts = attempts + 1
     where aspect = 'stock' and listing_id = any($2::bigint[])`,
    [pushId, listingIds],
  )
}

/**
 * Statements that wait for each other's listings lock them in one order, that of their ids, as `recomputeDesiredStock`
 * does: otherwise an answer and a recomputation of the same listings end in a deadlock.
 */
const lockedListings = `locked as materialized (
       select a.listing_id from ledger.push_item p
       join ledger.aspect a on a.listing_id = p.listing_id and a.aspect = 'stock'
       where p.push_id = $1 order by a.listing_id for update of a
     )`

export interface SettledItem {
  external_id: string
  status: "accepted" | "rejected"
  /** What the marketplace says it shows, where it differs from what was sent. */
  value: number | null
  code: string | null
  message: string | null
  final: boolean
  retry_after_ms: number | null
}

/** They took what we want now, and have not changed it by themselves since. */
const showsDesired = `(i.status = 'accepted' and s.desired is not distinct from coalesce(to_jsonb(i.value), i.sent)
             and coalesce(s.moved_at <= p.sent_at, true))`

/**
 * Records the marketplace's answers to one push, once: an item that has its answer is left alone. Returns how many were
 * accepted and rejected by this call.
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
       update ledger.push_item i set outcome = a.status, code = a.code, message = a.message
       from answer a
       where i.push_id = $1 and i.external_id = a.external_id and i.outcome in ('pending', 'unknown')
       returning i.listing_id, i.value as sent, a.*
     ), aspect as (
       update ledger.aspect s set
         accepted = case when i.status = 'accepted' then coalesce(to_jsonb(i.value), i.sent) else s.accepted end,
         accepted_at = case when i.status = 'accepted' then clock_timestamp() else s.accepted_at end,
         accepted_push_id = case when i.status = 'accepted' then $1 else s.accepted_push_id end,
         sent = null, sent_push_id = null,
         state = case
           when s.desired is null or ${showsDesired} then 'settled'
           when i.status = 'rejected' and i.final and s.desired is not distinct from i.sent then 'refused'
           else 'due' end,
         changed_at = case when s.desired is null or ${showsDesired} then null else s.changed_at end,
         moved_at = case when i.status = 'accepted' and s.moved_at <= p.sent_at then null else s.moved_at end,
         attempts = case when i.status = 'accepted' then 0 else s.attempts end,
         retry_at = case when i.status = 'rejected' and not i.final
           then now() + make_interval(secs => coalesce(i.retry_after_ms, 60000) / 1000.0) end,
         refusal_code = case when i.status = 'rejected' then i.code end,
         refusal = case when i.status = 'rejected' then i.message end
       from item i join locked using (listing_id) join ledger.push p on p.id = $1
       where s.listing_id = i.listing_id and s.aspect = 'stock' and s.sent_push_id = $1
     )
     select status as outcome, count(*) from item group by 1`,
    [pushId, JSON.stringify(items)],
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
       retry_at = now() + make_interval(secs => $2 / 1000.0)
     from locked
     where s.listing_id = locked.listing_id and s.sent_push_id = $1 and s.aspect = 'stock' and s.state in ('sent', 'unknown')`,
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
     where s.listing_id = locked.listing_id and s.sent_push_id = $1 and s.aspect = 'stock' and s.state = 'sent'`,
    [pushId],
  )
  await sql.query(
    `update ledger.push_item set outcome = 'unknown' where push_id = $1 and outcome = 'pending'`,
    [pushId],
  )
}

/**
 * A sale or a cancellation was told: the marketplace has changed its figure by itself, so that what it accepted before is not
 * what it shows. Changes no state; the recomputation that follows makes the listing due even where it wants what was
 * accepted (one sold, one delivered). A push sent later than this settles it.
 */
export async function markMoved(sql: Sql, channelId: string, externalIds: string[]): Promise<void> {
  await sql.query(
    `with locked as materialized (
       select a.listing_id from ledger.listing l
       join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock' and a.accepted is not null
       where l.channel_id = $1 and l.external_id = any($2::text[]) order by a.listing_id for update of a
     )
     update ledger.aspect a set moved_at = clock_timestamp() from locked
     where a.listing_id = locked.listing_id and a.aspect = 'stock'`,
    [channelId, externalIds],
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

export async function hasDueStock(sql: Sql, channelId: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where a.channel_id = $1 and a.aspect = 'stock' and a.state = 'due' and (a.retry_at is null or a.retry_at <= now())
       and l.pushable and a.desired is not null limit 1`,
    [channelId],
  )
  return rows.length > 0
}
