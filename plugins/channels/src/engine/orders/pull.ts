import type { InboxFact } from "../../contract"
import type { OpenChannel } from "../sessions"

/** The inbox as a reading of orders sees it. Every method is one atomic step. */
export interface FactLedger {
  /** The ledger's own clock. */
  now(): Promise<Date>
  /** The marketplace time up to which a channel's orders are known; null before the first reading. */
  readMark(channelId: string): Promise<Date | null>
  /** Returns how many were not known yet. */
  store(channelId: string, facts: InboxFact[]): Promise<number>
  moveReadMark(channelId: string, readThrough: Date): Promise<void>
  /** A reading that began then has ended, with every page stored: what the gate before writes goes by. */
  recordReading(channelId: string, began: Date): Promise<void>
}

/**
 * Reads what changed since the read mark into the inbox. A page is stored before the next is asked for, and the mark moves
 * only after everything before it is stored: a crash repeats pages, it never skips one. Returns how many facts were new.
 */
export async function pullOrders(
  facts: FactLedger,
  { channel, provider, session }: OpenChannel,
): Promise<number> {
  const { orders: traits } = provider.traits
  const began = await facts.now()
  const mark = (await facts.readMark(channel.id)) ?? channel.orders_since
  const reach = session.runtime.now() - traits.reachMs
  const since = new Date(Math.max(mark.getTime() - traits.overlapMs, reach))
  let stored = 0
  for await (const page of provider.orders.changesSince(session, since)) {
    stored += await facts.store(channel.id, page.facts)
    if (page.readThrough) await facts.moveReadMark(channel.id, page.readThrough)
  }
  await facts.recordReading(channel.id, began)
  return stored
}
