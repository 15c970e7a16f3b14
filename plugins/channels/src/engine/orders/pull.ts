import { channelState, updateChannelState } from "../../ledger/channel-state"
import type { Sql } from "../../ledger/data-source"
import { storeFacts } from "../../ledger/inbox"
import type { OpenChannel } from "../sessions"

/**
 * Reads what changed since the read mark into the inbox. A page is stored before the next is asked for, and the mark moves
 * only after everything before it is stored: a crash repeats pages, it never skips one.
 */
export async function pullOrders(sql: Sql, { channel, provider, session }: OpenChannel): Promise<number> {
  const { orders: traits } = provider.traits
  const now = session.runtime.now()
  const state = await channelState(sql, channel.id)
  const mark = state?.read_through ?? channel.orders_since
  const since = new Date(Math.max(mark.getTime() - traits.overlapMs, now - traits.reachMs))
  let stored = 0
  for await (const page of provider.orders.changesSince(session, since)) {
    stored += await storeFacts(sql, channel.id, "poll", page.facts)
    if (page.readThrough) await updateChannelState(sql, channel.id, { read_through: page.readThrough })
  }
  await updateChannelState(sql, channel.id, { last_pull_at: new Date(now), last_pull_error: null })
  return stored
}
