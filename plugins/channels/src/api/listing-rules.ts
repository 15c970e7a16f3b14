import type { z } from "zod"
import type { Engine } from "../engine/engine"
import { soundListingRules } from "../engine/stock/sound-rules"
import { findListingRules, noListingRules, type ListingRules } from "../ledger/listing-rules"
import { findListing } from "../ledger/queries/listings"
import { findRules } from "../ledger/queries/rules-in-force"
import { channelRulesOf } from "./channel-view"
import { maxByMarketplace } from "./maxima"
import type { listingRulesAnswer, listingRulesBody } from "./schemas/rules"
import { found, ledgerIdOf } from "./scope"

type Answer = z.output<typeof listingRulesAnswer>

/** A listing, its channel, and the rules it has of its own. Throws the 404 of the listing. */
export async function loadListingRules(engine: Engine, rawId: string | undefined) {
  const id = ledgerIdOf("listing", rawId)
  const { channel_id } = found("listing", id, await findListing(engine.ledger, id))
  const [channel, known] = await Promise.all([
    engine.channels.retrieveChannel(channel_id),
    findListingRules(engine.ledger, id),
  ])
  return { id, channel, known }
}

export type LoadedRules = Awaited<ReturnType<typeof loadListingRules>>

export const rulesAfter = (
  engine: Engine,
  loaded: LoadedRules,
  given: z.output<typeof listingRulesBody>,
): ListingRules => soundListingRules(engine, loaded, given)

/** What a listing's rules are now: its own, its channel's, and what follows. */
export async function viewListingRules(engine: Engine, rawId: string | undefined): Promise<Answer> {
  const { id, channel, known } = await loadListingRules(engine, rawId)
  const inForce = await findRules(engine.ledger, id, maxByMarketplace(engine))
  return {
    own: ownRules(known?.rules ?? noListingRules),
    updated_at: known?.updated_at ?? null,
    updated_by: known?.updated_by ?? null,
    channel: channelRulesOf(channel),
    in_force: found("listing", id, inForce).rules,
  }
}

function ownRules({ hold_units, hold_until, hold_reason, ...rules }: ListingRules): Answer["own"] {
  const { share_percent, buffer, buffer_percent, buffer_mode, oversell_chance, minimum, cap } = rules
  const { when_sold_out, paused } = rules
  return {
    share_percent,
    buffer,
    buffer_percent,
    buffer_mode,
    oversell_chance,
    minimum,
    cap,
    when_sold_out,
    hold: hold_until && { units: hold_units, until: hold_until, reason: hold_reason },
    paused,
  }
}
