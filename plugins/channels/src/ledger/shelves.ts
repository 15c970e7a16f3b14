import type { DataSource } from "typeorm"
import type { ReadBackLedger, ShownFigure } from "../engine/stock/read-back"
import type { Sql } from "./data-source"
import { settledSince } from "./gate"

/** A listing that shows less than it should, for no known reason, is looked at again after this long before it is repaired. */
const secondLook = "2 minutes"

/** The read-back's side of the ledger in Postgres. */
export function createReadBackLedger(ledger: DataSource): ReadBackLedger {
  return {
    toVerify: (channelId, limit) => toVerify(ledger, channelId, limit),
    recordShown: (channelId, shown, options) =>
      ledger.transaction((sql) => recordShown(sql, channelId, { shown, ...options })),
    settledSince: (channelId, at) => settledSince(ledger, channelId, at),
  }
}

async function toVerify(
  sql: Sql,
  channelId: string,
  limit: number,
): Promise<{ listing_id: string; external_id: string }[]> {
  return sql.query(
    `with urgent as (
       select listing_id from ledger.aspect
       where channel_id = $1 and verify_at <= now() order by verify_at limit $2
     ), oldest as (
       select listing_id from ledger.aspect
       where channel_id = $1 and aspect = 'stock' and accepted is not null order by shown_at nulls first limit $2
     )
     select l.id as listing_id, l.external_id
     from (select listing_id, 0 as turn from urgent union all select listing_id, 1 from oldest) asked
     join ledger.listing l on l.id = asked.listing_id and l.pushable
     where not exists (
       select from ledger.aspect o
       where o.listing_id = asked.listing_id and o.aspect = 'offer' and o.accepted = 'false')
     group by l.id order by min(turn) limit $2`,
    [channelId, limit],
  )
}

/**
 * One statement judges all of them. What was accepted after it was read, or is on its way, says nothing now. A figure that
 * is too low and unexplained is repaired only when a second look finds it so: until then an order may be on its way, and
 * writing over it would put the sold unit back.
 */
async function recordShown(
  sql: Sql,
  channelId: string,
  { shown, readAt, overwrite }: { shown: ShownFigure[]; readAt: Date; overwrite: boolean },
): Promise<number> {
  const told = shown.map((figure) => ({
    listing_id: figure.listing_id,
    shown: figure.shown ?? null,
    missing: figure.shown === undefined,
  }))
  const rows = await sql.query<{ drifting: number }>(
    `with told as (
       select * from jsonb_to_recordset($2::jsonb) as told (listing_id bigint, shown int, missing boolean)
     ), locked as materialized (
       select a.*, told.shown as now_shown, told.missing from told
       join ledger.aspect a on a.listing_id = told.listing_id and a.aspect = 'stock'
       order by a.listing_id for update of a
     ), judged as (
       select l.*, case
         when l.missing then 'missing'
         when l.now_shown is null then 'absurd'
         when l.accepted_at > $3 or l.state in ('sent', 'unknown') then 'on_its_way'
         when l.state = 'refused' then 'refused'
         when l.moved_at > l.accepted_at then case when l.moved_at > $3 then 'explained' else 'on_its_way' end
         when l.state = 'due' then 'on_its_way'
         when l.now_shown = (l.accepted)::int then 'agrees'
         when l.now_shown < (l.accepted)::int
           and (l.drift is distinct from 'unread_order' or l.drift_at > now() - interval '${secondLook}') then 'unread_order'
         when to_jsonb(l.now_shown) = l.accepted_before then 'lost_write'
         else 'edited_there' end as verdict
       from locked l
     ), verdicts as (
       select *, verdict in ('edited_there', 'lost_write') and $4 as repaired,
         verdict in ('unread_order', 'edited_there', 'lost_write', 'refused', 'missing', 'absurd') as drifts
       from judged
     ), aspect as (
       update ledger.aspect a set
         shown = case when v.now_shown is null then a.shown else to_jsonb(v.now_shown) end, shown_at = $3,
         verify_at = case
           when v.repaired or v.verdict = 'unread_order' or (v.verdict = 'on_its_way' and a.verify_at <= now())
             then now() + interval '${secondLook}'
           when v.verdict = 'on_its_way' then a.verify_at end,
         drift = case when v.drifts then v.verdict when v.verdict = 'on_its_way' then a.drift end,
         drift_at = case when v.drifts and a.drift is not distinct from v.verdict then a.drift_at
           when v.drifts then now() when v.verdict = 'on_its_way' then a.drift_at end,
         moved_at = case when v.repaired then clock_timestamp() else a.moved_at end
       from verdicts v where a.listing_id = v.listing_id and a.aspect = 'stock'
     ), remembered as (
       insert into ledger.drift (channel_id, listing_id, kind, expected, shown, repair)
       select $1, v.listing_id, case v.verdict when 'explained' then 'unread_order' else v.verdict end,
         (v.accepted)::int, v.now_shown,
         case when v.verdict = 'explained' then 'explained' when v.repaired then 'pushed' else 'reported' end
       from verdicts v
       where (v.verdict = 'explained' and to_jsonb(v.now_shown) is distinct from v.accepted)
         or (v.drifts and (v.drift is distinct from v.verdict or v.repaired))
     ), dirty as (
       insert into ledger.dirty (variant_id)
       select distinct l.variant_id from verdicts v join ledger.listing l on l.id = v.listing_id
       where v.repaired and l.variant_id is not null
     )
     select count(*) filter (where drifts)::int as drifting from verdicts`,
    [channelId, JSON.stringify(told), readAt, overwrite],
  )
  return rows[0]?.drifting ?? 0
}

/** Is anything due for a second look? */
export async function wantsVerification(sql: Sql, channelId: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from ledger.aspect where channel_id = $1 and verify_at <= now() limit 1`,
    [channelId],
  )
  return rows.length > 0
}

/** An operator has our figure written over the marketplace's. Returns the channel, or undefined when nothing drifts. */
export async function overwriteDrift(sql: Sql, listingId: string): Promise<string | undefined> {
  const rows = await sql.query<{ channel_id: string }>(
    `with repaired as (
       update ledger.aspect set moved_at = clock_timestamp()
       where listing_id = $1 and aspect = 'stock' and drift in ('unread_order', 'edited_there', 'lost_write')
       returning listing_id, channel_id
     ), dirty as (
       insert into ledger.dirty (variant_id)
       select l.variant_id from repaired join ledger.listing l on l.id = repaired.listing_id where l.variant_id is not null
     )
     select channel_id from repaired`,
    [listingId],
  )
  return rows[0]?.channel_id
}
