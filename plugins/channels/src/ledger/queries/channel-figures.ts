import { z } from "zod"
import type { Sql } from "../data-source"
import { moment } from "./shape"

/** How one channel stands, read from the ledger at this moment. */
export const channelFigures = z.object({
  listings: z.object({
    total: z.int(),
    mapped: z.int(),
    unmapped: z.int(),
    /** They show another figure than they should, and nothing is on its way yet. */
    due: z.int(),
    /** In a push whose answer is not in yet. */
    sent: z.int(),
    /** They would not take the figure, or go off sale, or come back. */
    refused: z.int(),
    /** May or may not have arrived; is being looked up. */
    unknown: z.int(),
    /** The marketplace shows another figure than it accepted. */
    drifting: z.int(),
  }),
  inbox: z.object({ pending: z.int(), dead: z.int() }),
  /** Order lines that wait for their listing to be mapped. */
  unmapped_order_lines: z.int(),
  read_through: moment.nullable(),
  last_pull_at: moment.nullable(),
  last_pull_error: z.string().nullable(),
  last_webhook_at: moment.nullable(),
  webhooks_refused: z.int(),
  last_webhook_refused_at: moment.nullable(),
  last_webhook_refusal: z.string().nullable(),
  last_accepted_at: moment.nullable(),
  last_listings_at: moment.nullable(),
  last_listings_error: z.string().nullable(),
  last_read_back_at: moment.nullable(),
  last_read_back_error: z.string().nullable(),
  /** Since when figures above zero wait for the channel's orders to be read. */
  gate_shut_since: moment.nullable(),
  last_compared_at: moment.nullable(),
  auth_error: z.string().nullable(),
  auth_error_at: moment.nullable(),
})

export type ChannelFigures = z.output<typeof channelFigures>

/** One entry per id, known to the ledger or not. Each count is answered by a (partial) index of its own. */
export async function figuresOfChannels(
  sql: Sql,
  channelIds: string[],
): Promise<Map<string, ChannelFigures>> {
  const rows = await sql.query<ChannelFigures & { channel_id: string }>(
    `select channel.id as channel_id,
       jsonb_build_object('total', l.total, 'mapped', l.total - u.unmapped, 'unmapped', u.unmapped,
         'due', d.due, 'sent', a.sent, 'refused', a.refused, 'unknown', a.unknown, 'drifting', w.drifting) as listings,
       jsonb_build_object('pending', p.pending, 'dead', x.dead) as inbox,
       o.lines as unmapped_order_lines,
       s.read_through, s.last_pull_at, s.last_pull_error, s.last_webhook_at,
       coalesce(s.webhooks_refused, 0) as webhooks_refused, s.last_webhook_refused_at, s.last_webhook_refusal,
       s.last_accepted_at, s.last_listings_at, s.last_listings_error, s.last_read_back_at,
       s.last_read_back_error, s.gate_shut_since, s.last_compared_at,
       s.auth_error, s.auth_error_at
     from unnest($1::text[]) as channel (id)
     left join ledger.channel_state s on s.channel_id = channel.id
     cross join lateral (
       select count(*)::int as total from ledger.listing where channel_id = channel.id) l
     cross join lateral (
       select count(*)::int as unmapped from ledger.listing
       where channel_id = channel.id and variant_id is null) u
     cross join lateral (
       select count(*)::int as due from ledger.aspect
       where channel_id = channel.id and aspect = 'stock' and state = 'due') d
     cross join lateral (
       select count(*) filter (where aspect = 'stock' and state = 'sent')::int as sent,
         count(*) filter (where state = 'refused')::int as refused,
         count(*) filter (where aspect = 'stock' and state = 'unknown')::int as unknown
       from ledger.aspect
       where channel_id = channel.id and aspect in ('stock', 'offer') and state in ('sent', 'refused', 'unknown')) a
     cross join lateral (
       select count(*)::int as drifting from ledger.aspect
       where channel_id = channel.id and drift is not null) w
     cross join lateral (
       select count(*)::int as pending from ledger.inbox
       where channel_id = channel.id and state = 'pending') p
     cross join lateral (
       select count(*)::int as dead from ledger.inbox where channel_id = channel.id and state = 'dead') x
     cross join lateral (
       select count(*)::int as lines from ledger.order_line
       where channel_id = channel.id and state = 'unmapped') o`,
    [channelIds],
  )
  return new Map(rows.map(({ channel_id, ...figures }) => [channel_id, figures]))
}
