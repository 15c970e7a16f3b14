/**
 * True of an aspect `a` whose listing nobody here took off sale, or is taking off or putting back: a marketplace refuses
 * figures of what it does not sell.
 */
export const onSale = `not exists (
  select from ledger.aspect offer where offer.listing_id = a.listing_id and offer.aspect = 'offer'
    and (offer.accepted = 'false' or offer.state in ('sent', 'unknown')))`
