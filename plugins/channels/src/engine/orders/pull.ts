import type { InboxFact, Session } from "../../contract"
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

/** A change may be listed this much later than it happened, so that a newer one was read before it. */
const listedWithinMs = 2 * 60_000

/**
 * Reads what changed since the read mark into the inbox. A page is stored before the next is asked for, and the mark moves
 * only after everything before it is stored: a crash repeats pages, it never skips one. Returns how many facts were new.
 *
 * Where the newest changes come first, a page of which everything is known ends the reading: what is behind it was read
 * before. A sweep goes on for the whole overlap, and finds what was listed later than that.
 */
export async function pullOrders(
  facts: FactLedger,
  { channel, provider, session }: OpenChannel,
  { sweep }: { sweep: boolean },
): Promise<number> {
  const { orders: traits } = provider.traits
  const began = await facts.now()
  const sent = firstSend(session)
  const mark = (await facts.readMark(channel.id)) ?? channel.orders_since
  const reach = session.runtime.now() - traits.reachMs
  const since = new Date(Math.max(mark.getTime() - traits.overlapMs, reach))
  const known = mark.getTime() - listedWithinMs
  let stored = 0
  for await (const page of provider.orders.changesSince(sent.session, since)) {
    const added = await facts.store(channel.id, page.facts)
    stored += added
    if (page.readThrough) await facts.moveReadMark(channel.id, page.readThrough)
    if (sweep || added > 0 || !page.covers || page.covers.from.getTime() > known) continue
    await facts.moveReadMark(channel.id, page.covers.through)
    break
  }
  await facts.recordReading(channel.id, new Date(began.getTime() + sent.waitedMs()))
  return stored
}

/** A reading begins when its first request goes out: before that it may have waited for a limit. */
function firstSend(session: Session): { session: Session; waitedMs: () => number } {
  const { runtime, http } = session
  const asked = runtime.now()
  let waitedMs: number | undefined
  const onSend = () => (waitedMs ??= runtime.now() - asked)
  return {
    session: { ...session, http: { send: (request) => http.send({ ...request, onSend }) } },
    waitedMs: () => waitedMs ?? 0,
  }
}
