import { setTimeout as pause } from "node:timers/promises"
import type { Db } from "../stage/db"
import type { World } from "./world"

/** What is still under way, counted in the database. */
export interface Remaining {
  /** Orders bought that Medusa does not have. */
  orders: number
  /** Facts stored and not read. */
  inbox: number
  /** SKUs whose reservations are not what was bought less what was taken back. */
  reservations: number
  /** Changes nobody has looked at. */
  dirty: number
  /** Listings whose figure is not accepted yet. */
  unsettled: number
  refused: number
}

/** SKUs whose live reservations differ from pieces bought less pieces taken back. */
export const wrongReservations = `
  with wanted as (
    select l.sku, sum(l.pieces - l.cancelled) as pieces
    from replay.sale_line l join replay.sale s using (order_number) where s.refused is null group by 1
  ), held as (
    select i.sku, sum(r.quantity) as pieces
    from public.reservation_item r join public.inventory_item i on i.id = r.inventory_item_id
    where r.deleted_at is null group by 1
  )
  select coalesce(w.sku, h.sku) as sku, coalesce(w.pieces, 0)::float8 as expected, coalesce(h.pieces, 0)::float8 as found
  from wanted w full join held h on h.sku = w.sku
  where coalesce(w.pieces, 0) <> coalesce(h.pieces, 0)`

export async function remaining(db: Db): Promise<Remaining> {
  const { rows } = await db.query<Remaining>(
    `select
       (select count(*)::int from replay.sale s where s.refused is null and not exists (
         select 1 from ledger.channel_order o where o.channel_id = s.channel_id and o.external_id = s.order_number)) as orders,
       (select count(*)::int from ledger.inbox where state = 'pending') as inbox,
       (select count(*)::int from (${wrongReservations}) wrong) as reservations,
       (select count(*)::int from ledger.dirty) as dirty,
       (select count(*)::int from ledger.aspect where state in ('due', 'sent', 'unknown')) as unsettled,
       (select count(*)::int from ledger.aspect where state = 'refused') as refused`,
  )
  const [row] = rows
  if (!row) throw new Error("The database did not say what remains")
  return row
}

export interface Drained {
  /** False when something was still under way at the end of the wait. */
  inTime: boolean
  /** Refusals that an operator had to retry, over all rounds. */
  retried: number
  /** Refusals that the API did not show as such. */
  hidden: number
  remaining: Remaining
}

/** Longer than a poll's interval and a marketplace's repeat of a lost webhook together. */
const withinMs = 12 * 60_000
const askAgainMs = 500

/**
 * Waits until everything bought is in Medusa and every shelf shows what it should. Figures that the marketplace refused for
 * good stand as failures until somebody acts; here an operator presses retry, through the API.
 */
export async function drain(world: World, onProgress: (left: Remaining) => void): Promise<Drained> {
  const deadline = Date.now() + withinMs
  const refusals = { retried: 0, hidden: 0 }
  for (;;) {
    world.staff.require()
    const left = await remaining(world.db)
    onProgress(left)
    const { refused, ...underWay } = left
    const quiet = Object.values(underWay).every((count) => count === 0)
    if (quiet && refused === 0) return { inTime: true, ...refusals, remaining: left }
    if (Date.now() > deadline) return { inTime: false, ...refusals, remaining: left }
    if (quiet) {
      refusals.hidden += await hiddenRefusals(world, refused)
      refusals.retried += await retryRefused(world)
    }
    await pause(askAgainMs)
  }
}

async function hiddenRefusals({ admin, channels }: World, refused: number): Promise<number> {
  let shown = 0
  for (const { id } of channels) {
    const { channel } = await admin.send<{ channel: { figures: { listings: { refused: number } } } }>(
      "GET",
      `/admin/channels/${id}`,
    )
    shown += channel.figures.listings.refused
  }
  return Math.max(0, refused - shown)
}

async function retryRefused({ admin, db }: World): Promise<number> {
  const { rows } = await db.query<{ listing_id: string }>(
    `select listing_id from ledger.aspect where aspect = 'stock' and state = 'refused'`,
  )
  for (const { listing_id } of rows) await admin.send("POST", `/admin/listings/${listing_id}/retry`)
  return rows.length
}
