import type { InboxFact } from "../contract"
import type { Sql } from "./data-source"

/** A stored fact, as the ingest job reads it. */
export interface InboxEntry {
  id: string
  occurred_at: Date
  received_at: Date
  key: string
  external_id: string | null
  body: string
  attempts: number
}

/**
 * Stores facts that are not known yet and wakes whoever ingests them; returns how many were new. A fact told again only
 * counts up. Facts without a time of their own take today's date, so that the same one told twice today is still one.
 */
export async function storeFacts(
  sql: Sql,
  channelId: string,
  source: "webhook" | "poll",
  facts: InboxFact[],
): Promise<number> {
  if (facts.length === 0) return 0
  const rows = await sql.query<{ inserted: string }>(
    `with fact as (
       select distinct on (key, occurred_at) key, topic, external_id, body,
         coalesce(occurred_at, date_trunc('day', now())) as occurred_at
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
         as fact (key, topic, external_id, body, occurred_at)
     ), stored as (
       insert into ledger.inbox (channel_id, source, key, topic, external_id, body, occurred_at)
       select $1, $2, key, topic, external_id, body, occurred_at from fact
       on conflict (channel_id, key, occurred_at) do update set repeats = inbox.repeats + 1
       returning repeats = 0 as new
     )
     select count(*) filter (where new) as inserted,
       case when bool_or(new) then pg_notify('ledger_inbox', $1) end
     from stored`,
    [
      channelId,
      source,
      facts.map((fact) => fact.key),
      facts.map((fact) => fact.topic),
      facts.map((fact) => fact.externalId),
      facts.map((fact) => fact.body),
      facts.map((fact) => fact.occurredAt),
    ],
  )
  return Number(rows[0]?.inserted ?? 0)
}

/** Keeps what nobody can read, with the reason, where an operator sees it. */
export async function storeDeadFact(
  sql: Sql,
  channelId: string,
  dead: { key: string; body: string; code: string; reason: string },
): Promise<void> {
  await sql.query(
    `insert into ledger.inbox (channel_id, source, key, topic, body, occurred_at, state, error_code, error, processed_at)
     values ($1, 'webhook', $2, 'unknown', $3, date_trunc('day', now()), 'dead', $4, $5, now())
     on conflict (channel_id, key, occurred_at) do update set repeats = inbox.repeats + 1`,
    [channelId, dead.key, dead.body, dead.code, dead.reason],
  )
}

/** The oldest facts that wait, in the marketplace's own order, without those that failed and are not due yet. */
export async function pendingEntries(sql: Sql, channelId: string, limit: number): Promise<InboxEntry[]> {
  return sql.query<InboxEntry>(
    `select id, occurred_at, received_at, key, external_id, body, attempts from ledger.inbox
     where channel_id = $1 and state = 'pending' and (retry_at is null or retry_at <= clock_timestamp())
     order by occurred_at, id limit $2`,
    [channelId, limit],
  )
}

/** When the next of the facts that failed is due; undefined when none waits for another try. */
export async function nextRetry(sql: Sql, channelId: string): Promise<Date | undefined> {
  const [row] = await sql.query<{ at: Date | null }>(
    `select min(retry_at) as at from ledger.inbox where channel_id = $1 and state = 'pending' and retry_at is not null`,
    [channelId],
  )
  return row?.at ?? undefined
}

export interface EntryResult {
  id: string
  occurred_at: Date
  state: "done" | "dead"
  code: string | null
  error: string | null
  result: string | null
}

export async function finishEntries(sql: Sql, results: EntryResult[]): Promise<void> {
  if (results.length === 0) return
  await sql.query(
    `update ledger.inbox set state = r.state, error_code = r.code, error = r.error, result = r.result,
       attempts = inbox.attempts + 1, processed_at = clock_timestamp()
     from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[])
       as r (id, occurred_at, state, code, error, result)
     where inbox.id = r.id and inbox.occurred_at = r.occurred_at`,
    [
      results.map((r) => r.id),
      results.map((r) => r.occurred_at),
      results.map((r) => r.state),
      results.map((r) => r.code),
      results.map((r) => r.error),
      results.map((r) => r.result),
    ],
  )
}

/** Puts entries back in the queue: an operator repaired what was wrong. Returns the channels that have work again. */
export async function replayEntries(sql: Sql, ids: string[]): Promise<string[]> {
  const rows = await sql.query<{ channel_id: string }>(
    `with replayed as (
       update ledger.inbox set state = 'pending', error = null, error_code = null, retry_at = null where id = any($1::bigint[])
       returning channel_id
     )
     select channel_id, pg_notify('ledger_inbox', channel_id) from (select distinct channel_id from replayed) woken`,
    [ids],
  )
  return rows.map((row) => row.channel_id)
}

export async function recordWebhook(sql: Sql, channelId: string): Promise<void> {
  await sql.query(
    `insert into ledger.channel_state (channel_id, last_webhook_at) values ($1, now())
     on conflict (channel_id) do update set last_webhook_at = excluded.last_webhook_at
       where channel_state.last_webhook_at is null or channel_state.last_webhook_at < now() - interval '1 second'`,
    [channelId],
  )
}

export async function recordRefusedWebhook(sql: Sql, channelId: string, reason: string): Promise<void> {
  await sql.query(
    `insert into ledger.channel_state (channel_id, webhooks_refused, last_webhook_refused_at, last_webhook_refusal)
     values ($1, 1, now(), $2)
     on conflict (channel_id) do update set webhooks_refused = channel_state.webhooks_refused + 1,
       last_webhook_refused_at = now(), last_webhook_refusal = excluded.last_webhook_refusal`,
    [channelId, reason],
  )
}

/** How often an entry is tried before it waits for a person. */
const maxAttempts = 5

/**
 * Notes a failure that was not the entry's own doing. The pause before the next try is the entry's own, longer each time,
 * whatever else arrives meanwhile; after some tries it is dead all the same, and says why.
 */
export async function failEntry(sql: Sql, entry: InboxEntry, error: string): Promise<void> {
  await sql.query(
    `update ledger.inbox set attempts = attempts + 1, error = $2, error_code = 'failed',
       retry_at = clock_timestamp() + make_interval(secs => exp(attempts + 1)),
       state = case when attempts + 1 >= $3 then 'dead' else state end,
       processed_at = case when attempts + 1 >= $3 then clock_timestamp() end
     where id = $1 and state = 'pending'`,
    [entry.id, error, maxAttempts],
  )
}
