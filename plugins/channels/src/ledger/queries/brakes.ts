import { z } from "zod"
import type { Sql } from "../data-source"
import { brakedAspect, brakeKinds, concerned } from "../brakes"
import { ledgerId, moment } from "./shape"

/** A mass change that stopped and waits for a person. */
export const brake = z.object({
  id: ledgerId,
  channel_id: z.string(),
  channel_name: z.string(),
  kind: z.enum(brakeKinds),
  /** So many would change, of so many that the channel offers. */
  listings: z.int(),
  of_listings: z.int(),
  pulled_at: moment,
  examples: z.array(
    z.object({
      listing_id: ledgerId,
      title: z.string(),
      from: z.int().nullable(),
      to: z.int().nullable(),
    }),
  ),
})

export type Brake = z.output<typeof brake>

const examples = 20

/** Every brake that waits, with the first listings it holds. */
export async function waitingBrakes(sql: Sql): Promise<Brake[]> {
  const byKind = (condition: (kind: (typeof brakeKinds)[number]) => string) =>
    `case b.kind ${brakeKinds.map((kind) => `when '${kind}' then ${condition(kind)}`).join(" ")} end`
  const aspect = byKind((kind) => `'${brakedAspect[kind]}'`)
  const held = byKind((kind) => concerned[kind])
  return sql.query<Brake>(
    `select b.id, b.channel_id, c.name as channel_name, b.kind, b.listings, b.of_listings, b.pulled_at, shown.examples
     from ledger.brake b
     join public.channel c on c.id = b.channel_id and c.deleted_at is null
     cross join lateral (
       select coalesce(jsonb_agg(e), '[]') as examples from (
         select l.id::text as listing_id, l.title,
           case when b.kind <> 'end' then coalesce((a.accepted)::int, l.remote_quantity) end as "from",
           case when b.kind <> 'end' then (a.desired)::int end as "to"
         from ledger.aspect a join ledger.listing l on l.id = a.listing_id
         where a.channel_id = b.channel_id and a.aspect = ${aspect} and a.state = 'due' and l.pushable and ${held}
         order by 3 desc nulls last, l.id limit ${examples}) e) shown
     where b.state = 'waiting' order by b.pulled_at`,
  )
}
