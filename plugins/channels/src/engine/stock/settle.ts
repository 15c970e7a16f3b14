import type { DataSource } from "typeorm"
import { ChannelError, type ItemOutcome } from "../../contract"
import { markUnknown, recordAnswers, releaseUnsent } from "../../ledger/aspects"
import { closePush, openPushes, recordAccepted, unansweredItems, type OpenPush } from "../../ledger/pushes"
import type { OpenChannel } from "../sessions"
import { toSettled, type PushDependencies } from "./push"

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
    const pushes = (await openPushes(dependencies.ledger, open.channel.id)).filter(isSent)
    if (pushes.length === 0) return
    for (const push of pushes) if (!dueAt.has(push.id)) dueAt.set(push.id, firstDue(push, runtime.now()))
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

/** A lost answer is looked up at once; a batch gets its first pause. */
const firstDue = (push: OpenPush, now: number) =>
  push.state === "pending" ? Math.max(now, push.sent_at.getTime() + firstLookMs) : now

/** Asks once; true when the push has ended. */
async function settleOne(
  { ledger, log }: PushDependencies,
  open: OpenChannel,
  push: OpenPush,
): Promise<boolean> {
  const { provider, session, channel } = open
  const expired = session.runtime.now() - push.sent_at.getTime() > provider.traits.stock.settleWithinMs
  if (push.batch === null || !provider.stock.settle || expired) {
    await lookUp(ledger, open, push)
    return true
  }
  try {
    const sent = await unansweredItems(ledger, push.id)
    const ids = sent.map((item) => item.external_id)
    const { done, items } = await provider.stock.settle(session, push.batch, ids)
    await recordSettled(ledger, { channelId: channel.id, pushId: push.id }, items)
    if (done) await finish(ledger, push.id)
    return done
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== "not_found") throw error
    log.warn("A batch is no longer readable; its listings are looked up", {
      channel: channel.id,
      push: push.id,
    })
    await lookUp(ledger, open, push)
    return true
  }
}

async function recordSettled(
  ledger: DataSource,
  { channelId, pushId }: { channelId: string; pushId: string },
  items: ItemOutcome[],
): Promise<void> {
  const { accepted } = await recordAnswers(
    ledger,
    pushId,
    items.map((item) => toSettled(item.externalId, item.outcome)),
  )
  if (accepted > 0) await recordAccepted(ledger, channelId)
}

/** A batch that is done but left an item out: that item is sent again. */
async function finish(ledger: DataSource, pushId: string): Promise<void> {
  await ledger.transaction(async (sql) => {
    await releaseUnsent(sql, pushId, 0)
    await closePush(sql, pushId, { state: "settled" })
  })
}

/**
 * Reads what the marketplace shows for a push whose answer is lost. Where it shows what we sent, that is the answer; the
 * rest is due again. Nothing is ever sent blindly a second time.
 */
async function lookUp(
  ledger: DataSource,
  { channel, provider, session }: OpenChannel,
  push: OpenPush,
): Promise<void> {
  await markUnknown(ledger, push.id)
  const items = await unansweredItems(ledger, push.id)
  const shown = new Map(
    (
      await provider.stock.read(
        session,
        items.map((item) => item.external_id),
      )
    ).map((row) => [row.externalId, row.quantity]),
  )
  const arrived = items.filter((item) => shown.get(item.external_id) === item.value)
  await recordSettled(
    ledger,
    { channelId: channel.id, pushId: push.id },
    arrived.map((item) => ({ externalId: item.external_id, outcome: { status: "accepted" } })),
  )
  await finish(ledger, push.id)
}
