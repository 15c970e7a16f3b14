import { z } from "zod"
import type { Sql } from "../data-source"
import { ledgerId, moment } from "./shape"

export const alertKinds = [
  /** Orders of the channel have not been read for too long. */
  "stale",
  /** Figures above zero have waited for the channel's orders for too long. */
  "gate",
  /** The marketplace shows other figures than it accepted, for too many listings. */
  "drifting",
  /** The marketplace does not let us in. */
  "auth",
  /** The marketplace refuses too many figures. */
  "refused",
  /** A mass change waits for a person. */
  "brake",
  /** Something was received that nobody can read, or that failed again and again. */
  "dead",
  /** Listings publish nothing because nobody knows how much there is. */
  "unknown_availability",
  /** A check of the house found an error. */
  "finding",
] as const

export type AlertKind = (typeof alertKinds)[number]

export const alertShape = z.object({
  id: ledgerId,
  kind: z.enum(alertKinds),
  /** Null when it concerns the house. */
  channel_id: z.string().nullable(),
  /** Tells alerts of one kind and channel apart: the rule, the brake's kind, the check. */
  subject: z.string(),
  severity: z.enum(["error", "warning"]),
  title: z.string(),
  message: z.string(),
  opened_at: moment,
  last_seen_at: moment,
})

export type AlertRow = z.output<typeof alertShape>

/** Something that is wrong now. */
export interface Alert {
  kind: AlertKind
  /** "" for the house. */
  channel_id: string
  subject: string
  severity: "error" | "warning"
  title: string
  message: string
}

/**
 * Makes what is open what is wrong: opens what is new, keeps what lasts (with its newest words), resolves the rest. One
 * statement, and one open row per cause, so that two processes that look at once agree.
 */
export async function syncAlerts(sql: Sql, alerts: Alert[]): Promise<void> {
  await sql.query(
    `with wrong as (
       select * from jsonb_to_recordset($1::jsonb) as a
         (kind text, channel_id text, subject text, severity text, title text, message text)
     ), resolved as (
       update ledger.alert a set resolved_at = clock_timestamp()
       where resolved_at is null and not exists (
         select from wrong w where (w.kind, w.channel_id, w.subject) = (a.kind, a.channel_id, a.subject))
     )
     insert into ledger.alert (kind, channel_id, subject, severity, title, message)
     select kind, channel_id, subject, severity, title, message from wrong
     on conflict (kind, channel_id, subject) where resolved_at is null do update set
       severity = excluded.severity, title = excluded.title, message = excluded.message,
       last_seen_at = clock_timestamp()`,
    [JSON.stringify(alerts)],
  )
}

export async function openAlerts(sql: Sql): Promise<AlertRow[]> {
  return sql.query<AlertRow>(
    `select id::text, kind, nullif(channel_id, '') as channel_id, subject, severity, title, message, opened_at, last_seen_at
     from ledger.alert where resolved_at is null order by severity, opened_at`,
  )
}

/** An alert nobody was told of yet, or whose end nobody was told of. */
export interface UntoldAlert {
  id: string
  ended: boolean
  channel_id: string
  title: string
  message: string
  lasted_ms: number
}

/** What ended before anybody could be told of it is never told. */
export async function untoldAlerts(sql: Sql): Promise<UntoldAlert[]> {
  return sql.query<UntoldAlert>(
    `select id::text, resolved_at is not null as ended, channel_id, title, message,
       (extract(epoch from coalesce(resolved_at, now()) - opened_at) * 1000)::float8 as lasted_ms
     from ledger.alert
     where (notified_at is null and resolved_at is null)
       or (notified_at is not null and resolved_at is not null and end_notified_at is null)
     order by id limit 100`,
  )
}

export async function markTold(sql: Sql, { id, ended }: Pick<UntoldAlert, "id" | "ended">): Promise<void> {
  const field = ended ? "end_notified_at" : "notified_at"
  await sql.query(`update ledger.alert set ${field} = clock_timestamp() where id = $1`, [id])
}

export async function dropOldAlerts(sql: Sql): Promise<void> {
  await sql.query(`delete from ledger.alert where resolved_at < now() - interval '90 days'`)
}
