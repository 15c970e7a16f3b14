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
/** How often a reading looks for such. Each time would cost a busy shop several pages per reading, and the list moves meanwhile. */
const lookBackEveryMs = 30_000
/** The same while one list is read: what takes longer to move up in it is found by the next reading. */
const movedUpWithinMs = 10_000
/** A list that moves faster than it can be read is left, and asked again by whoever needs the reading. */
const mostPasses = 5

/**
 * Reads what changed since the read mark into the inbox. A page is stored before the next is asked for, and the mark moves
 * only after everything before it is stored: a crash repeats pages, it never skips one. Returns how many facts were new.
 *
 * Where the newest changes come first, what changes while several pages are read jumps ahead of them, and is on none of them.
 * Such a pass is followed by another, until one page brings everything since the pass before: the reading is complete, and
 * counts from then. A sweep goes on for the whole overlap first, and finds what was listed late.
 */
export async function pullOrders(
  facts: FactLedger,
  open: OpenChannel,
  { sweep }: { sweep: boolean },
): Promise<number> {
  let stored = 0
  let known: Known = sweep ? "nothing" : "mark"
  for (let count = 1; count <= mostPasses; count += 1) {
    const pass = await readPass(facts, open, known)
    stored += pass.stored
    if (pass.movedSince === undefined) {
      await facts.recordReading(open.channel.id, pass.began)
      break
    }
    known = new Date(pass.movedSince.getTime() - movedUpWithinMs)
  }
  return stored
}

/** How far back a pass may stop, where the newest come first: everything older was read before. */
type Known = "nothing" | "mark" | Date

interface Pass {
  stored: number
  began: Date
  /** Another page came after that with the newest changes: what has changed since may be on neither. */
  movedSince?: Date
}

async function readPass(
  facts: FactLedger,
  { channel, provider, session }: OpenChannel,
  known: Known,
): Promise<Pass> {
  const { orders: traits } = provider.traits
  const began = await facts.now()
  const sent = firstSend(session)
  const mark = (await facts.readMark(channel.id)) ?? channel.orders_since
  const reach = session.runtime.now() - traits.reachMs
  const since = new Date(Math.max(mark.getTime() - traits.overlapMs, reach))
  const backTo = known === "mark" ? new Date(mark.getTime() - lookBackMs(mark, session)) : known
  let newest: Date | undefined
  let movedSince: Date | undefined
  let stored = 0
  for await (const page of provider.orders.changesSince(sent.session, since)) {
    movedSince = newest
    stored += await facts.store(channel.id, page.facts)
    if (page.readThrough) await facts.moveReadMark(channel.id, page.readThrough)
    if (!page.covers) continue
    newest ??= page.covers.through
    if (backTo === "nothing" || page.covers.from > backTo) continue
    await facts.moveReadMark(channel.id, page.covers.through)
    break
  }
  return { stored, began: new Date(began.getTime() + sent.waitedMs()), ...(movedSince && { movedSince }) }
}

/** Far for the first reading of each half minute, and for every one that follows a longer pause. */
function lookBackMs(mark: Date, { runtime }: Session): number {
  const halfMinute = (at: number) => Math.floor(at / lookBackEveryMs)
  return halfMinute(mark.getTime()) === halfMinute(runtime.now()) ? movedUpWithinMs : listedWithinMs
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
