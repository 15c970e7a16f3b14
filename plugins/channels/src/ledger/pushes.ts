import type { FollowedPush } from "../engine/pushes/push-ledger"
import type { SentBefore } from "../engine/pushes/repeats"
import type { OpenPush, StockLane } from "../engine/stock/stock-ledger"
import type { Sql } from "./data-source"
import { notPaused } from "./listing-rules"
import { onSale } from "./on-sale"

/** What a push says of one listing. */
export interface PushedItem {
  listing_id: string
  external_id: string
  /** As the aspect keeps it: a figure, a pair of prices, or whether it is on sale. */
  value: unknown
  version: string
}

export interface NewPush {
  channelId: string
  aspect: "stock" | "price" | "offer"
  cause: "change" | "correction"
  lane: StockLane | "price" | "offer"
  fingerprint: string
  items: PushedItem[]
  /**
   * Listings sent along with what is accepted of them, only to make the request another one. They are taken like the rest: a
   * request that is carried out late must not come on top of what was sent for them meanwhile.
   */
  companions: PushedItem[]
  /** How many of the items a brake counts. */
  braked: number
}

export interface Companion {
  listing_id: string
  external_id: string
  accepted: number
  version: string
}

/**
 * Written before the request is made: a crash in between leaves a push that is looked up, never one that is forgotten. Its
 * listings are sent from now on.
 */
export async function insertPush(sql: Sql, push: NewPush): Promise<string> {
  const { aspect, braked, lane } = push
  const rows = await sql.query<{ id: string }>(
    `insert into ledger.push
       (channel_id, aspect, cause, state, lane, fingerprint, items, companions, zeroed, raised, ended, sent_at)
     values ($1, $2, $3, 'sending', $4, $5, $6, $7, $8, $9, $10, clock_timestamp()) returning id`,
    [
      push.channelId,
      aspect,
      push.cause,
      lane,
      push.fingerprint,
      push.items.length,
      push.companions.length,
      lane === "lowered" ? braked : 0,
      lane === "raised" ? braked : 0,
      lane === "offer" ? braked : 0,
    ],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error("The push was not stored.")
  const all = [...push.items, ...push.companions]
  await sql.query(
    `insert into ledger.push_item (push_id, listing_id, external_id, value, version)
     select $1, listing_id, external_id, value, version
     from jsonb_to_recordset($2::jsonb) as item (listing_id bigint, external_id text, value jsonb, version bigint)`,
    [id, JSON.stringify(all)],
  )
  await sql.query(
    `update ledger.aspect set state = 'sent', sent = desired, sent_push_id = $1, attempts = attempts + 1
     where aspect = $2 and listing_id = any($3::bigint[])`,
    [id, aspect, all.map(({ listing_id }) => listing_id)],
  )
  return id
}

/** Not so when it ended with its answer lost, and nothing of it was to be seen. */
const received = `(state <> 'settled' or batch is not null or accepted + rejected > 0)`

/** Made at `sent_at` at the latest; one that failed never arrived. */
const sameSince = `channel_id = $1 and fingerprint = $2 and state <> 'failed'
       and created_at > now() - make_interval(secs => $3 / 1000.0) - interval '1 day'
       and coalesce(sent_at, created_at) > now() - make_interval(secs => $3 / 1000.0)`

/** Was a request with this content sent within the window in which the marketplace refuses repeats? */
export async function sentBefore(
  sql: Sql,
  channelId: string,
  { fingerprint, withinMs }: { fingerprint: string; withinMs: number },
): Promise<SentBefore> {
  const [row] = await sql.query<{ received: boolean | null }>(
    `select bool_or(${received}) as received from ledger.push where ${sameSince}`,
    [channelId, fingerprint, withinMs],
  )
  if (row?.received == null) return "no"
  return row.received ? "yes" : "perhaps"
}

/** When the marketplace last had such a request; null when that was not within this time. */
export async function lastReceived(
  sql: Sql,
  channelId: string,
  { fingerprint, withinMs }: { fingerprint: string; withinMs: number },
): Promise<Date | null> {
  const rows = await sql.query<{ at: Date | null }>(
    `select max(coalesce(sent_at, created_at)) as at from ledger.push where ${sameSince} and ${received}`,
    [channelId, fingerprint, withinMs],
  )
  return rows[0]?.at ?? null
}

/**
 * Listings that may be sent along unchanged. Sold-out ones first: writing zero over zero cannot put a unit back on sale.
 * The rest with the most on sale first, where one unread order hardly makes the figure a lie that sells out.
 */
export async function findCompanions(
  sql: Sql,
  channelId: string,
  { count, onlyZero }: { count: number; onlyZero: boolean },
): Promise<Companion[]> {
  return sql.query<Companion>(
    `select a.listing_id, l.external_id, (a.accepted)::int as accepted, a.version
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id
     where a.channel_id = $1 and a.aspect = 'stock' and a.state = 'settled' and a.moved_at is null
       and l.pushable and a.accepted is not null and a.desired = a.accepted and (a.accepted = '0' or not $3)
       and ${notPaused} and ${onSale}
     order by (a.accepted)::int = 0 desc, (a.accepted)::int desc, a.listing_id limit $2
     for update of a skip locked`,
    [channelId, count, onlyZero],
  )
}

export const openPushes = (sql: Sql, channelId: string) => openPushesOf<OpenPush>(sql, channelId, "stock")

export const openPricePushes = (sql: Sql, channelId: string) =>
  openPushesOf<FollowedPush>(sql, channelId, "price")

export const openOfferPushes = (sql: Sql, channelId: string) =>
  openPushesOf<FollowedPush>(sql, channelId, "offer")

function openPushesOf<Row>(sql: Sql, channelId: string, aspect: NewPush["aspect"]): Promise<Row[]> {
  return sql.query<Row>(
    `select id, lane, state, batch, (extract(epoch from clock_timestamp() - sent_at) * 1000)::float8 as age_ms
     from ledger.push
     where channel_id = $1 and aspect = $2 and state in ('sending', 'pending', 'unknown') order by id`,
    [channelId, aspect],
  )
}

/** The marketplace took it. Its answer is waited for from now on: before, the request may have waited for a limit. */
export async function markPending(sql: Sql, pushId: string, batch: string): Promise<void> {
  await sql.query(
    `update ledger.push set state = 'pending', batch = $2, sent_at = clock_timestamp() where id = $1`,
    [pushId, batch],
  )
}

/** Ends a push, or notes that its answer is lost: it was carried out until now at the latest. */
export async function closePush(
  sql: Sql,
  pushId: string,
  result: { state: "settled" | "failed" | "unknown"; errorKind?: string; error?: string },
): Promise<void> {
  await sql.query(
    `update ledger.push set state = $2, error_kind = $3, error = $4, settled_at = case when $2 = 'unknown' then null else clock_timestamp() end,
       sent_at = case when $2 = 'unknown' then clock_timestamp() else push.sent_at end,
       accepted = n.accepted, rejected = n.rejected
     from (select count(*) filter (where outcome = 'accepted') as accepted, count(*) filter (where outcome = 'rejected') as rejected
           from ledger.push_item where push_id = $1) n
     where push.id = $1`,
    [pushId, result.state, result.errorKind ?? null, result.error ?? null],
  )
}

/** What a push carried and has no answer for. */
export async function unansweredItems<Value>(
  sql: Sql,
  pushId: string,
): Promise<{ external_id: string; value: Value }[]> {
  return sql.query(
    `select distinct external_id, value from ledger.push_item
     where push_id = $1 and outcome in ('pending', 'unknown')`,
    [pushId],
  )
}

export async function recordAccepted(sql: Sql, channelId: string): Promise<void> {
  await sql.query(
    `insert into ledger.channel_state (channel_id, last_accepted_at) values ($1, clock_timestamp())
     on conflict (channel_id) do update set last_accepted_at = excluded.last_accepted_at`,
    [channelId],
  )
}
