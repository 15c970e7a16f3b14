import type { Sql } from "../data-source"
import { bounded } from "./bounded"

export interface OpenPushRow {
  subject: string
  channel_id: string
  channel: string
  state: string
  minutes: number
}

const ageInMinutes = (moment: string) => `extract(epoch from now() - ${moment})::float8 / 60`

/** Pushes without a full answer for longer than their channel's marketplace takes. */
export const pushesOpenTooLong = (sql: Sql, bounds: { channelId: string; ms: number }[]) =>
  bounded<OpenPushRow>(
    sql,
    `select p.id::text as subject, p.channel_id, c.name as channel, p.state, ${ageInMinutes("p.created_at")} as minutes
     from ledger.push p
     join unnest($1::text[], $2::float8[]) as bound (channel_id, ms) on bound.channel_id = p.channel_id
     join public.channel c on c.id = p.channel_id
     where p.state in ('sending', 'pending', 'unknown')
       and p.created_at < now() - make_interval(secs => bound.ms / 1000)`,
    [bounds.map(({ channelId }) => channelId), bounds.map(({ ms }) => ms)],
  )

export async function channelOfPush(sql: Sql, pushId: string): Promise<string | undefined> {
  const rows = await sql.query<{ channel_id: string }>(`select channel_id from ledger.push where id = $1`, [
    pushId,
  ])
  return rows[0]?.channel_id
}

/** Changed items that nobody has computed. One subject: the heap as a whole. */
export const dirtyTooLong = (sql: Sql) =>
  bounded<{ subject: string; marks: number; minutes: number }>(
    sql,
    `select 'marks' as subject, count(*)::int as marks, ${ageInMinutes("min(changed_at)")} as minutes
     from ledger.dirty having min(changed_at) < now() - interval '5 minutes'`,
  )

interface InboxRow {
  subject: string
  channel: string
  entries: number
}

/** Channels with facts that nobody has interpreted. */
export const inboxWaiting = (sql: Sql) =>
  bounded<InboxRow & { minutes: number }>(
    sql,
    `select c.id as subject, c.name as channel, count(*)::int as entries, ${ageInMinutes("min(i.received_at)")} as minutes
     from ledger.inbox i join public.channel c on c.id = i.channel_id and c.deleted_at is null
     where i.state = 'pending' and i.received_at < now() - interval '10 minutes'
     group by c.id`,
  )

/** Channels with facts that nobody could interpret. */
export const inboxDead = (sql: Sql) =>
  bounded<InboxRow>(
    sql,
    `select c.id as subject, c.name as channel, count(*)::int as entries
     from ledger.inbox i join public.channel c on c.id = i.channel_id and c.deleted_at is null
     where i.state = 'dead' group by c.id`,
  )
