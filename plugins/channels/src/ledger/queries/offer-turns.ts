import type { Sql } from "../data-source"

/** A moment at which a listing went off sale by the rule for what is sold out, or came back. */
export interface OfferTurn {
  at: Date
  on_sale: boolean
}

/**
 * All up to a moment, oldest first: those the marketplace accepted, and those that somebody made over there. The aspect knows
 * the last one also when its push is no longer kept.
 */
export const offerTurns = (sql: Sql, listingId: string, until: Date): Promise<OfferTurn[]> =>
  sql.query<OfferTurn>(
    `select at, on_sale from (
       select p.settled_at as at, (i.value)::boolean as on_sale
       from ledger.push_item i join ledger.push p on p.id = i.push_id
       where i.listing_id = $1 and jsonb_typeof(i.value) = 'boolean' and i.outcome = 'accepted'
       union all
       select seen_at, true from ledger.drift where listing_id = $1 and kind = 'put_back'
       union all
       select accepted_at, (accepted)::boolean from ledger.aspect where listing_id = $1 and aspect = 'offer'
     ) turn where at <= $2 order by at`,
    [listingId, until],
  )

/** Pure: the newest turn by a moment; none while the listing was on sale as it was found. */
export const turnBy = (turns: OfferTurn[], moment: Date): OfferTurn | undefined =>
  turns.findLast(({ at }) => at <= moment)
