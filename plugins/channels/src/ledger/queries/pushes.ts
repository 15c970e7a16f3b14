import { z } from "zod"
import type { Sql } from "../data-source"
import { ledgerId, moment, type Counted, type Page } from "./shape"

/** One API call that carried figures of many listings. */
export const push = z.object({
  id: ledgerId,
  created_at: moment,
  channel_id: z.string(),
  aspect: z.string(),
  cause: z.enum(["change", "comparison", "manual", "correction"]),
  state: z.enum(["sending", "pending", "settled", "failed", "unknown"]),
  /** The marketplace's own name for the call, where it answers later. */
  batch: z.string().nullable(),
  items: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  companions: z.int(),
  sent_at: moment.nullable(),
  settled_at: moment.nullable(),
  error_kind: z.string().nullable(),
  error: z.string().nullable(),
})

/** What became of one listing in one push. */
export const pushItem = z.object({
  listing_id: ledgerId,
  external_id: z.string(),
  title: z.string().nullable(),
  /** The stock figure it carried; null in other pushes. */
  value: z.int().nullable(),
  /** Whether it is to be on sale; null in other pushes. */
  on_sale: z.boolean().nullable(),
  price: z.object({ sale_price: z.string(), list_price: z.string() }).nullable(),
  outcome: z.enum(["pending", "accepted", "rejected", "unknown"]),
  code: z.string().nullable(),
  message: z.string().nullable(),
})

export type Push = z.output<typeof push>
export type PushItem = z.output<typeof pushItem>

const columns = `
  id::text, created_at, channel_id, aspect, cause, state, batch, items, accepted, rejected, companions, sent_at,
  settled_at, error_kind, error`

/** Newest first; with `failuresFirst` those that need a look come before all others. */
export async function findPushes(
  sql: Sql,
  { channelId, failuresFirst }: { channelId: string; failuresFirst: boolean },
  page: Page,
): Promise<Counted<Push>> {
  // With its table's name: the bare word is the column above, which is text, and "98" comes after "105".
  const newest = `push.id desc`
  const order = failuresFirst ? `(state in ('failed', 'unknown') or rejected > 0) desc, ${newest}` : newest
  const [rows, counts] = await Promise.all([
    sql.query<Push>(
      `select ${columns} from ledger.push where channel_id = $1 order by ${order} limit $2 offset $3`,
      [channelId, page.limit, page.offset],
    ),
    sql.query<{ count: number }>(`select count(*)::int as count from ledger.push where channel_id = $1`, [
      channelId,
    ]),
  ])
  return { rows, count: counts[0]?.count ?? 0 }
}

export async function findPush(sql: Sql, channelId: string, id: string): Promise<Push | undefined> {
  const rows = await sql.query<Push>(`select ${columns} from ledger.push where channel_id = $1 and id = $2`, [
    channelId,
    id,
  ])
  return rows[0]
}

/** What was refused or lost comes first, what was accepted last. */
export async function findPushItems(sql: Sql, pushId: string, page: Page): Promise<Counted<PushItem>> {
  const [rows, counts] = await Promise.all([
    sql.query<PushItem>(
      `select i.listing_id::text, i.external_id, l.title, i.outcome,
         case jsonb_typeof(i.value) when 'number' then (i.value)::int end as value,
         case jsonb_typeof(i.value) when 'boolean' then (i.value)::boolean end as on_sale,
         case jsonb_typeof(i.value) when 'object' then i.value end as price, i.code, i.message
       from ledger.push_item i left join ledger.listing l on l.id = i.listing_id
       where i.push_id = $1
       order by array_position(array['rejected', 'unknown', 'pending', 'accepted'], i.outcome), i.listing_id
       limit $2 offset $3`,
      [pushId, page.limit, page.offset],
    ),
    sql.query<{ count: number }>(`select count(*)::int as count from ledger.push_item where push_id = $1`, [
      pushId,
    ]),
  ])
  return { rows, count: counts[0]?.count ?? 0 }
}
