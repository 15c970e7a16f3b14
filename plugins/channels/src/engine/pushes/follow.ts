import { ChannelError, type Logger, type StockPort } from "../../contract"
import type { OpenChannel } from "../sessions"
import { toSettled } from "../stock/stock-ledger"
import type { FollowedPush, PushLedger } from "./push-ledger"

/** First look at a batch, and how its later looks spread: always half its age on, so a slow marketplace is asked seldom. */
const firstLookMs = 250
const longestPauseMs = 30_000

/** How long until a push of this age is looked at next. */
export function nextLook(ageMs: number): number {
  return Math.min(longestPauseMs, Math.max(firstLookMs, ageMs / 2))
}

/** One kind of push, followed: where its answers are kept, and how the marketplace tells them. */
export interface Following<Value> {
  ledger: PushLedger<Value>
  log: Logger
  /** The marketplace's facts about such writes. */
  traits: { settleWithinMs: number; landsWithinMs: number }
  /** Has no `settle` where the marketplace answers at once. */
  port: Pick<StockPort<unknown>, "settle">
  /** Those of the items that the marketplace shows as they were written. */
  arrived: (items: { external_id: string; value: Value }[]) => Promise<{ external_id: string }[]>
}

/** Follows every open push to its end. `onSettled` runs after each that ended: others may be waiting for its place. */
export async function followPushes<Value>(
  following: Following<Value>,
  open: OpenChannel,
  onSettled: () => Promise<void>,
): Promise<void> {
  const { runtime } = open.session
  const dueAt = new Map<string, number>()
  for (;;) {
    const pushes = (await following.ledger.openPushes(open.channel.id)).filter(isSent)
    if (pushes.length === 0) return
    for (const push of pushes) {
      if (!dueAt.has(push.id)) dueAt.set(push.id, runtime.now() + untilFirstLook(push, following))
    }
    const next = pushes.reduce((a, b) => ((dueAt.get(a.id) ?? 0) <= (dueAt.get(b.id) ?? 0) ? a : b))
    const waitMs = (dueAt.get(next.id) ?? 0) - runtime.now()
    if (waitMs > 0) {
      // Never longer than a first look: a push sent meanwhile wants its own.
      await runtime.sleep(Math.min(waitMs, firstLookMs), open.session.signal)
      continue
    }
    if (await settleOne(following, open, next)) await onSettled()
    dueAt.set(next.id, runtime.now() + nextLook(next.age_ms))
  }
}

/** What is being sent belongs to the job that sends it. */
const isSent = (push: FollowedPush) => push.state !== "sending"

/** A lost answer is looked up when its write can no longer land; a batch gets its first pause. */
const untilFirstLook = <Value>({ state, age_ms }: FollowedPush, { traits }: Following<Value>) =>
  (state === "pending" ? firstLookMs : traits.landsWithinMs + 1) - age_ms

/** Asks once; true when the push has ended. */
async function settleOne<Value>(
  following: Following<Value>,
  open: OpenChannel,
  push: FollowedPush,
): Promise<boolean> {
  const { ledger, log, port, traits } = following
  const { channel, session } = open
  const expired = push.age_ms > traits.settleWithinMs
  if (push.batch === null || !port.settle || expired) return lookUp(following, open, push)
  try {
    const sent = await ledger.unanswered(push.id, "pending")
    const ids = sent.map((item) => item.external_id)
    const { done, items } = await port.settle(session, push.batch, ids)
    const settled = items.map((item) => toSettled(item.externalId, item.outcome))
    await ledger.recordAnswers({ id: push.id, channelId: channel.id }, settled, "open")
    // A batch that is done but left an item out: that item is sent again.
    if (done) await ledger.finish(push.id)
    return done
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== "not_found") throw error
    log.warn("A batch is no longer readable; its listings are looked up", {
      channel: channel.id,
      push: push.id,
    })
    return lookUp(following, open, push)
  }
}

/**
 * Reads what the marketplace shows for a push whose answer is lost, once it can no longer be carried out. Before that nothing
 * it shows is an answer: a sale may have brought it to the figure we sent, and our write would still come on top of a later
 * one. Where it then shows what we sent, that has arrived; the rest is due again. Nothing is ever sent blindly a second time.
 */
async function lookUp<Value>(
  { ledger, traits, arrived }: Following<Value>,
  { channel }: OpenChannel,
  push: FollowedPush,
): Promise<boolean> {
  const items = await ledger.unanswered(push.id, "lost")
  if (push.age_ms <= traits.landsWithinMs) return false
  const found = await arrived(items)
  await ledger.recordAnswers(
    { id: push.id, channelId: channel.id },
    found.map((item) => toSettled(item.external_id, { status: "accepted" })),
    "open",
  )
  await ledger.finish(push.id)
  return true
}
