/** A component of a variant at one location. Quantities are pieces. */
export interface ComponentStock {
  stocked: number
  reserved: number
  required_quantity: number
}

export interface PublishRules {
  share_percent: number
  buffer: number
  cap: number | null
  marketplace_max: number
}

/** The way from what lies on the shelves to what is put on sale, one figure per rule. */
export interface PublishableSum {
  /** What could be sold if nothing were reserved. */
  on_hand: number
  reserved: number
  available: number
  after_share: number
  after_buffer: number
  /** The smaller of the channel's cap and the marketplace's own limit. */
  limit: number
  publishable: number
}

/** How often a variant can be made up from one location: its scarcest component decides. */
export const setsOf = (components: ComponentStock[], count: (component: ComponentStock) => number) =>
  Math.min(...components.map((component) => Math.floor(count(component) / component.required_quantity)))

export const freePieces = ({ stocked, reserved }: ComponentStock) => stocked - reserved

/**
 * publishable = clamp(⌊share · available⌋ − buffer, 0, cap), with available summed over locations. The ledger's statement
 * `recomputeDesiredStock` computes the same for all listings at once; a test compares the two.
 */
export function sumUp(locations: ComponentStock[][], rules: PublishRules): PublishableSum {
  const complete = locations.filter((components) => components.length > 0)
  const total = (count: (component: ComponentStock) => number) =>
    complete.reduce((sum, components) => sum + setsOf(components, count), 0)
  const on_hand = total((component) => component.stocked)
  const available = total(freePieces)
  const after_share = Math.floor((available * rules.share_percent) / 100)
  const after_buffer = after_share - rules.buffer
  const limit = Math.min(rules.cap ?? Number.MAX_SAFE_INTEGER, rules.marketplace_max)
  return {
    on_hand,
    reserved: on_hand - available,
    available,
    after_share,
    after_buffer,
    limit,
    publishable: Math.min(limit, Math.max(0, after_buffer)),
  }
}
