import type { DataSource } from "typeorm"
import type { FactLedger } from "../engine/orders/pull"
import { oldestReadingMs } from "../engine/stock/freshness"
import { isOpen, type Gate } from "../engine/stock/stock-ledger"
import { channelState, updateChannelState } from "./channel-state"
import type { Sql } from "./data-source"
import { storeFacts } from "./inbox"

const oldest = `interval '${oldestReadingMs} milliseconds'`

/** Until when the settled reading of channel state `s` counts (`engine/stock/freshness.ts`), for an interval in SQL. */
const countsUntil = (freshness: string) =>
  `s.settled_began_at + greatest(${freshness}, least(s.settled_at - s.settled_began_at + ${freshness} / 2, ${oldest}))`

/** The ledger's own clock: what a reading's age is measured with, whatever marketplaces and workers think the time is. */
async function ledgerTime(sql: Sql): Promise<Date> {
  const rows = await sql.query<{ now: Date }>(`select clock_timestamp() as now`)
  return rows[0]?.now ?? new Date(0)
}

/**
 * A complete reading of a channel's orders has ended, and every page of it is stored. It counts from when it began: what was
 * ordered while it ran may not be in it.
 */
async function recordReading(sql: Sql, channelId: string, began: Date): Promise<void> {
  await updateChannelState(sql, channelId, { last_pull_at: began, last_pull_error: null })
  await sql.query(
    `with newest as (
       update ledger.channel_state set read_began_at = $2, read_ended_at = clock_timestamp()
       where channel_id = $1 and (read_began_at is null or read_began_at < $2) returning *
     )
     insert into ledger.reading (channel_id, began_at, ended_at) select channel_id, read_began_at, read_ended_at from newest`,
    [channelId, began],
  )
  await settleReadings(sql, channelId)
}

/**
 * A reading or an ingestion has ended: readings of which nothing waits any more are settled, and the gate goes by the newest of
 * them. That newer ones still wait does not matter, or it would never open where something always does. If it opens, it
 * keeps nothing waiting any more: whoever wants to pass notices by asking. Returns whether a reading was settled.
 */
export async function settleReadings(sql: Sql, channelId: string): Promise<boolean> {
  const settled = await sql.query<unknown[]>(
    `with settled as (
       delete from ledger.reading r where r.channel_id = $1 and not exists (
         select from ledger.inbox i
         where i.channel_id = $1 and i.state = 'pending' and i.received_at <= r.ended_at)
       returning began_at
     ), newest as (
       update ledger.channel_state s set settled_began_at = n.began_at, settled_at = clock_timestamp()
       from (select max(began_at) as began_at from settled) n
       where s.channel_id = $1 and n.began_at > coalesce(s.settled_began_at, '-infinity')
       returning 1
     )
     select 1 from newest`,
    [channelId],
  )
  if (settled.length === 0) return false
  await sql.query(
    `update ledger.channel_state s set gate_shut_since = null from public.channel c
     where s.channel_id = $1 and c.id = $1 and s.gate_shut_since is not null
       and ${countsUntil("make_interval(secs => c.freshness_seconds)")} >= clock_timestamp()`,
    [channelId],
  )
  return true
}

/** The inbox in Postgres, as a reading sees it. */
export function createFactLedger(ledger: DataSource): FactLedger {
  return {
    now: () => ledgerTime(ledger),
    readMark: async (channelId) => (await channelState(ledger, channelId))?.read_through ?? null,
    store: (channelId, facts) => storeFacts(ledger, channelId, "poll", facts),
    moveReadMark: (channelId, readThrough) =>
      updateChannelState(ledger, channelId, { read_through: readThrough }),
    recordReading: (channelId, began) => ledger.transaction((sql) => recordReading(sql, channelId, began)),
  }
}

const freshness = `make_interval(secs => $2 / 1000.0)`

/** With half of the freshness gone since the newest reading began, it is time for the next. */
const gateCase = `case
       when ${countsUntil(freshness)} >= clock_timestamp() then case when due then 'ageing' else 'open' end
       when exists (select from ledger.reading r
         where r.channel_id = $1 and r.began_at > clock_timestamp() - ${oldest}) then case when due then 'lagging' else 'uningested' end
       else 'unread' end as gate
     from (select $1::text as channel_id) asked left join ledger.channel_state s using (channel_id)
     cross join lateral (select coalesce(s.read_began_at < clock_timestamp() - ${freshness} / 2, true) as due) newest`

/** Asks the gate and leaves no trace. */
export async function gateNow(sql: Sql, channelId: string, freshnessMs: number): Promise<Gate> {
  const [row] = await sql.query<{ gate: Gate }>(`select ${gateCase}`, [channelId, freshnessMs])
  return row?.gate ?? "unread"
}

/** Asks the gate, and remembers since when it has kept figures waiting. */
export async function gateOf(sql: Sql, channelId: string, freshnessMs: number): Promise<Gate> {
  const [row] = await sql.query<{ gate: Gate; shut_since: Date | null }>(
    `select gate_shut_since as shut_since, ${gateCase}`,
    [channelId, freshnessMs],
  )
  const { gate, shut_since } = row ?? { gate: "unread" as const, shut_since: null }
  if (isOpen(gate) !== (shut_since === null)) await noteGate(sql, channelId, gate)
  return gate
}

async function noteGate(sql: Sql, channelId: string, gate: Gate): Promise<void> {
  await sql.query(
    `insert into ledger.channel_state (channel_id, gate_shut_since) values ($1, case when $2 then null else clock_timestamp() end)
     on conflict (channel_id) do update set gate_shut_since = excluded.gate_shut_since`,
    [channelId, isOpen(gate)],
  )
}

/** Is everything ingested that a complete reading told which began then or later? */
export async function settledSince(sql: Sql, channelId: string, at: Date): Promise<boolean> {
  const rows = await sql.query<unknown[]>(
    `select 1 from ledger.channel_state where channel_id = $1 and settled_began_at >= $2`,
    [channelId, at],
  )
  return rows.length > 0
}
