import type { Listing } from "./wire"

/** Pure: the marketplace takes not its figure, or will not let it go off sale or come back. */
export const isRefused = ({ stock_state, offer_state }: Pick<Listing, "stock_state" | "offer_state">) =>
  stock_state === "refused" || offer_state === "refused"

/** Pure: what the marketplace said to that; null where nothing is refused, or it said nothing. */
export const refusalOf = (
  listing: Pick<Listing, "stock_state" | "refusal" | "offer_state" | "offer_refusal">,
) =>
  (listing.stock_state === "refused" ? listing.refusal : null) ??
  (listing.offer_state === "refused" ? listing.offer_refusal : null)
