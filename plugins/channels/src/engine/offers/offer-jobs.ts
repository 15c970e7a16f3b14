import type { Logger, OfferWrite } from "../../contract"
import { followPushes } from "../pushes/follow"
import { disownInterrupted, maxOpenPushes, pushWindowMs, sendPush } from "../pushes/send"
import type { OpenChannel, Sessions } from "../sessions"
import type { OfferLedger } from "./offer-ledger"
import { offerScope } from "./offer-scope"

/** The lane of what goes off sale and comes back. */
export type OfferTask = "push-offers" | "settle-offers"

export interface OfferDependencies {
  offers: OfferLedger
  sessions: Pick<Sessions, "openIfThere" | "sameAccount">
  log: Logger
  enqueue: (task: OfferTask, channelId: string) => Promise<void>
  /** Adds a push of all that a channel has to send: what is back on sale takes its figure. */
  pushOn: (channelId: string) => Promise<void>
}

type Resuming = Pick<OfferDependencies, "offers" | "enqueue">
type Waking = Resuming & Pick<OfferDependencies, "sessions">

/** Adds a push where something is to be taken off sale or put back. */
export async function wakeOffers({ offers, enqueue, sessions }: Waking, channelId: string): Promise<void> {
  if (!(await offers.hasDue(channelId))) return
  const open = await sessions.openIfThere(channelId)
  const scope = open && (await offerScope(sessions, open))
  if (!scope) return
  // What goes together may have to wait for the rest of it.
  if (scope.of === "listing" || (await offers.hasDue(channelId, scope)))
    await enqueue("push-offers", channelId)
}

/** Adds what a channel's offers were left with: an answer that is out, or a push that was interrupted. */
export async function resumeOffers({ offers, enqueue }: Resuming, channelId: string): Promise<void> {
  const open = await offers.openPushes(channelId)
  if (open.length > 0) await enqueue("settle-offers", channelId)
  if (open.some((push) => push.state === "sending")) await enqueue("push-offers", channelId)
}

export function offerJobs(
  dependencies: OfferDependencies,
): Record<OfferTask, (open: OpenChannel) => Promise<void>> {
  return {
    "push-offers": (open) => pushOffers(dependencies, open),
    "settle-offers": (open) => settleOffers(dependencies, open),
  }
}

/** Sends what is due, window by window, until nothing is, or enough answers are out: whoever settles them pushes on. */
async function pushOffers(dependencies: OfferDependencies, open: OpenChannel): Promise<void> {
  const { offers, sessions, log, enqueue } = dependencies
  const { channel, provider, session } = open
  const port = provider.offers
  const { offer } = provider.traits
  const scope = await offerScope(sessions, open)
  if (!port || !offer || !scope) return
  const onSent = () => enqueue("settle-offers", channel.id)
  if (await disownInterrupted(offers, await offers.openPushes(channel.id))) await onSent()
  const request = { ...scope, items: offer.batch.max, brakePercent: channel.brake_percent }
  const write = (writes: OfferWrite[]) => port.write(session, writes)
  while (channel.state === "active" && (await offers.openPushes(channel.id)).length < maxOpenPushes) {
    const push = await offers.claim(channel.id, request)
    if (!push) return
    await sendPush({ ledger: offers, log }, open, { ...push, write })
    await onSent()
    await session.runtime.sleep(pushWindowMs, session.signal)
  }
}

async function settleOffers(dependencies: OfferDependencies, open: OpenChannel): Promise<void> {
  const { offers, sessions, log, pushOn } = dependencies
  const { channel, provider, session } = open
  const port = provider.offers
  const traits = provider.traits.offer
  const scope = await offerScope(sessions, open)
  if (!port || !traits || !scope) return
  const onward = async () => {
    for (const id of [channel.id, ...scope.alongside.map(({ channelId }) => channelId)]) await pushOn(id)
  }
  const arrived = async (items: { external_id: string; value: boolean }[]) => {
    const rows = await port.read(
      session,
      items.map((item) => item.external_id),
    )
    const shown = new Map(rows.map((row) => [row.externalId, row.onSale]))
    return items.filter((item) => shown.get(item.external_id) === item.value)
  }
  await followPushes({ ledger: offers, log, port, traits, arrived }, open, onward)
  // Where the answer came with the request there was nothing to follow.
  await onward()
}
