import { z } from "zod"
import { packageStates } from "../../contract"
import type { Sql } from "../data-source"
import { moment } from "./shape"

export const channelPackage = z.object({
  external_id: z.string(),
  state: z.enum(packageStates),
  /** The marketplace's own word. */
  remote_state: z.string(),
  modified_at: moment,
  tracking: z.object({
    number: z.string().nullable(),
    url: z.string().nullable(),
    carrier: z.string().nullable(),
  }),
})

export const channelOrderLine = z.object({
  external_id: z.string(),
  line_item_id: z.string(),
  listing_external_id: z.string(),
  /** The ledger's listing, where the channel has one with this key. */
  listing_id: z.string().nullable(),
  title: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  ordered: z.int(),
  owed: z.int(),
  variant_id: z.string().nullable(),
  state: z.enum(["reserved", "unmapped", "unmanaged", "closed"]),
})

/** Where a Medusa order came from, and how it stands there. */
export const channelOrder = z.object({
  order_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().nullable(),
  marketplace: z.string().nullable(),
  external_id: z.string(),
  url: z.string().nullable(),
  state: z.string(),
  placed_at: moment,
  ingested_at: moment,
  packages: z.array(channelPackage),
  lines: z.array(channelOrderLine),
})

export type ChannelOrder = z.output<typeof channelOrder>

type Head = Omit<ChannelOrder, "packages" | "lines">

/** Undefined when the order did not come from a marketplace. */
export async function findChannelOrder(sql: Sql, orderId: string): Promise<ChannelOrder | undefined> {
  const heads = await sql.query<Head>(
    `select o.order_id, o.channel_id, c.name as channel_name, c.marketplace, o.external_id, o.url, o.state,
       o.placed_at, o.ingested_at
     from ledger.channel_order o left join public.channel c on c.id = o.channel_id
     where o.order_id = $1`,
    [orderId],
  )
  const [head] = heads
  if (!head) return undefined
  const key = [head.channel_id, head.external_id]
  const [packages, lines] = await Promise.all([
    sql.query<ChannelOrder["packages"][number]>(
      `select external_id, state, remote_state, modified_at, tracking from ledger.order_package
       where channel_id = $1 and order_external_id = $2 order by external_id`,
      key,
    ),
    sql.query<ChannelOrder["lines"][number]>(
      `select n.external_id, n.line_item_id, n.listing_external_id, l.id::text as listing_id, n.title, n.sku,
         n.barcode, n.ordered, n.owed, n.variant_id, n.state
       from ledger.order_line n
       left join ledger.listing l on l.channel_id = n.channel_id and l.external_id = n.listing_external_id
       where n.channel_id = $1 and n.order_external_id = $2 order by n.external_id`,
      key,
    ),
  ])
  return { ...head, packages, lines }
}
