import type { OpenChannel, Sessions } from "../sessions"
import type { OfferScope } from "./offer-ledger"

/** Undefined where listings cannot be taken off sale. */
export async function offerScope(
  sessions: Pick<Sessions, "sameAccount">,
  open: OpenChannel,
): Promise<OfferScope | undefined> {
  const { offer } = open.provider.traits
  if (!offer || !open.provider.offers) return undefined
  const others = offer.of === "account" ? await sessions.sameAccount(open) : []
  const alongside = others.map(({ id, brake_percent }) => ({ channelId: id, brakePercent: brake_percent }))
  return { of: offer.of, alongside }
}
