import type { Sql } from "../data-source"
import { onSale } from "../on-sale"

/** How one channel keeps up; what `ChannelFigures` counts is not repeated here. */
export interface ChannelPulse {
  channel_id: string
  /** When the last complete reading of its orders began, by the ledger's clock; null before the first. */
  read_at: Date | null
  /** When the fact that is next in the inbox was received. */
  oldest_pending_at: Date | null
  /** When the oldest of the changes that come next was made: of `sampledDue`, so that a mass change stays cheap to look at. */
  oldest_due_at: Date | null
  /** The figure that waits alone, where one does: the marketplace may refuse to be told it again so soon. */
  lone_due: { external_id: string; desired: number } | null
  /** Listings that show another figure than was accepted, by kind of drift. */
  divergence: Record<string, number>
  /** Listings whose availability nobody knows, by the rule that says so. */
  silent: Record<string, number>
}

const sampledDue = 1_000

/** Rules under which a listing publishes nothing although it should. */
const unknownAvailability = ["no_location", "inventory_not_managed", "kit_out_of_step"]

/** Each part is answered by a (partial) index of its own: the cost follows what needs attention, not what there is. */
export async function pulseOfChannels(sql: Sql, channelIds: string[]): Promise<Map<string, ChannelPulse>> {
  const rows = await sql.query<ChannelPulse>(
    `select channel.id as channel_id, least(s.read_began_at, s.last_pull_at) as read_at,
       p.received_at as oldest_pending_at, d.changed_at as oldest_due_at, lone.figure as lone_due,
       coalesce(v.counts, '{}') as divergence, coalesce(u.counts, '{}') as silent
     from unnest($1::text[]) as channel (id)
     left join ledger.channel_state s on s.channel_id = channel.id
     left join lateral (
       select received_at from ledger.inbox
       where channel_id = channel.id and state = 'pending' order by occurred_at, id limit 1) p on true
     cross join lateral (
       select min(changed_at) as changed_at, case when count(*) = 1 then min(listing_id) end as listing_id from (
         select changed_at, listing_id from ledger.aspect a
         where channel_id = channel.id and aspect = 'stock' and state = 'due' and ${onSale}
         order by priority, listing_id limit $2) next) d
     left join lateral (
       select jsonb_build_object('external_id', l.external_id, 'desired', a.desired) as figure
       from ledger.listing l join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock'
       where l.id = d.listing_id) lone on true
     cross join lateral (
       select jsonb_object_agg(drift, listings) as counts from (
         select drift, count(*) as listings from ledger.aspect
         where channel_id = channel.id and drift is not null group by 1) kinds) v
     cross join lateral (
       select jsonb_object_agg(rule, listings) as counts from (
         select reason ->> 'rule' as rule, count(*) as listings from ledger.aspect
         where channel_id = channel.id and aspect = 'stock' and desired is null and reason is not null
           and reason ->> 'rule' = any($3::text[])
         group by 1) rules) u`,
    [channelIds, sampledDue, unknownAvailability],
  )
  return new Map(rows.map((row) => [row.channel_id, row]))
}
