import { ChannelError } from "../../contract"
import type { OpenChannel } from "../sessions"
import type { PushDependencies } from "./push"
import { toSettled, type OpenPush, type StockLedger } from "./stock-ledger"

/** First look at a batch, and how its later looks spread: always half its age on, so a slow marketplace is asked seldom. */
const firstLookMs = 250
const longestPauseMs = 30_000

/** When a push sent at `sentAt` should be looked at next, given its age now. */
export function nextLook(ageMs: number): number {
  return Math.min(longestPauseMs, Math.max(firstLookMs, ageMs / 2))
}

/** Follows every open push of a channel to its end. `onSettled` runs after each that ended: others may be waiting for its place. */
export async function settlePushes(
  dependencies: PushDependencies,
  open: OpenChannel,
  onSettled: () => Promise<void>,
): Promise<void> {
  const { runtime } = open.session
  const dueAt = new Map<string, number>()
  for (;;) {
    const pushes = (await dependencies.stock.openPushes(open.channel.id)).filter(isSent)
    if (pushes.length === 0) return
    for (const push of pushes) if (!dueAt.has(push.id)) dueAt.set(push.id, firstDue(push, open))
    const next = pushes.reduce((a, b) => ((dueAt.get(a.id) ?? 0) <= (dueAt.get(b.id) ?? 0) ? a : b))
    const waitMs = (dueAt.get(next.id) ?? 0) - runtime.now()
    if (waitMs > 0) {
      // Never longer than a first look: a push sent meanwhile wants its own.
      await runtime.sleep(Math.min(waitMs, firstLookMs), open.session.signal)
      continue
    }
    if (await settleOne(dependencies, open, next)) await onSettled()
    dueAt.set(next.id, runtime.now() + nextLook(runtime.now() - next.sent_at.getTime()))
  }
}

/** What is being sent belongs to the job that sends it. */
const isSent = (push: OpenPush) => push.state !== "sending"

/** A lost answer is looked up when its write can no longer land; a batch gets its first pause. */
const firstDue = ({ state, sent_at }: OpenPush, { provider }: OpenChannel) =>
  sent_at.getTime() + (state === "pending" ? firstLookMs : provider.traits.stock.landsWithinMs + 1)

/** Asks once; true when the push has ended. */
async function settleOne(
  { stock, log }: PushDependencies,
  open: OpenChannel,
  push: OpenPush,
): Promise<boolean> {
  const { provider, session, channel } = open
  const expired = session.runtime.now() - push.sent_at.getTime() > provider.traits.stock.settleWithinMs
  if (push.batch === null || !provider.stock.settle || expired) return lookUp(stock, open, push)
  try {
    const sent = await stock.unanswered(push.id, "pending")
    const ids = sent.map((item) => item.external_id)
    const { done, items } = await provider.stock.settle(session, push.batch, ids)
    const settled = items.map((item) => toSettled(item.externalId, item.outcome))
    await stock.recordAnswers({ id: push.id, channelId: channel.id }, settled, "open")
    // A batch that is done but left an item out: that item is sent again.
    if (done) await stock.finish(push.id)
    return done
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== "not_found") throw error
    log.warn("A batch is no longer readable; its listings are looked up", {
      channel: channel.id,
      push: push.id,
    })
    return lookUp(stock, open, push)
  }
}

/**
 * Reads what the marketplace shows for a push whose answer is lost, once it can no longer be carried out. Before that nothing
 * it shows is an answer: a sale may have brought it to the figure we sent, and our write would still come on top of a later
 * one. Where it then shows what we sent, that has arrived; the rest is due again. Nothing is ever sent blindly a second time.
 */
async function lookUp(
  stock: StockLedger,
  { channel, provider, session }: OpenChannel,
  push: OpenPush,
): Promise<boolean> {
  const items = await stock.unanswered(push.id, "lost")
  if (session.runtime.now() - push.sent_at.getTime() <= provider.traits.stock.landsWithinMs) return false
  const rows = await provider.stock.read(
    session,
    items.map((item) => item.external_id),
  )
  const shown = new Map(rows.map((row) => [row.externalId, row.quantity]))
  const arrived = items.filter((item) => shown.get(item.external_id) === item.value)
  await stock.recordAnswers(
    { id: push.id, channelId: channel.id },
    arrived.map((item) => toSettled(item.external_id, { status: "accepted" })),
    "open",
  )
  await stock.finish(push.id)
  return true
}
