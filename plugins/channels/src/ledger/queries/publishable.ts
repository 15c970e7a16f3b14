/** A component of a variant at one location. Quantities are pieces. */
export interface ComponentStock {
  stocked: number
  reserved: number
  required_quantity: number
}

/** What decides over a listing's figure: its own rules, and its channel's where it has none. */
export interface PublishRules {
  location_mode: "split" | "single"
  /** What is held back for now; `units` null holds everything. */
  hold: { units: number | null } | null
  share_percent: number
  buffer: number
  buffer_percent: number
  /** Takes the place of the fixed buffer; null where the buffer is fixed, or there is nothing to measure it by. */
  measured_buffer: number | null
  minimum: number
  cap: number | null
  marketplace_max: number
}

/** The way from what is available to what is put on sale, one figure per rule. */
export interface RuleSum {
  after_hold: number
  after_share: number
  /** Pieces that the buffer takes. */
  buffer: number
  after_buffer: number
  /** Zero where there are fewer than the minimum, and never less. */
  after_minimum: number
  /** The smaller of our cap and the marketplace's own limit. */
  limit: number
  publishable: number
}

/** The way from what lies on the shelves to what is available. */
export interface StockSum {
  /** What could be sold if nothing were reserved. */
  on_hand: number
  reserved: number
  /** On hand less reserved, over all locations. */
  in_all: number
  /** What of it one order can have, by the location mode. */
  available: number
}

export type PublishableSum = StockSum & RuleSum

/** Rules that change nothing. */
export const noRules: PublishRules = {
  location_mode: "split",
  hold: null,
  share_percent: 100,
  buffer: 0,
  buffer_percent: 0,
  measured_buffer: null,
  minimum: 0,
  cap: null,
  marketplace_max: Number.MAX_SAFE_INTEGER,
}

/** How often a variant can be made up from one location: its scarcest component decides. */
const setsOf = (components: ComponentStock[], count: (component: ComponentStock) => number) =>
  Math.min(...components.map((component) => Math.floor(count(component) / component.required_quantity)))

const freePieces = ({ stocked, reserved }: ComponentStock) => stocked - reserved

const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0)

/**
 * available, split = Σ over locations of the sets each can make; what one owes beyond its stock lowers the sum.
 *
 * available, single = the most sets that one location can make, and never more than the sum: pieces that another location
 * owes have been sold already, and are brought from where there are some.
 */
function sumStock(locations: ComponentStock[][], mode: PublishRules["location_mode"]): StockSum {
  const complete = locations.filter((components) => components.length > 0)
  const free = complete.map((components) => setsOf(components, freePieces))
  const on_hand = sum(complete.map((components) => setsOf(components, ({ stocked }) => stocked)))
  const in_all = sum(free)
  const available = mode === "single" && free.length > 0 ? Math.min(in_all, Math.max(...free)) : in_all
  return { on_hand, reserved: on_hand - in_all, in_all, available }
}

/**
 * The rules, in their one order:
 *
 * 1. available
 * 2. less the hold: so many pieces, or all there are
 * 3. the share of that, rounded down
 * 4. less the buffer: its pieces, and its percentage of what is available, rounded up; or what was measured instead of both
 * 5. nothing, if that is below the minimum
 * 6. at most the cap, and at most what the marketplace takes
 *
 * The ledger's statement `recomputeDesiredStock` does the same for all listings at once; a test compares the two.
 */
export function applyRules(available: number, rules: PublishRules): RuleSum {
  const held = rules.hold ? (rules.hold.units ?? Math.max(0, available)) : 0
  const after_hold = available - held
  const after_share = Math.floor((after_hold * rules.share_percent) / 100)
  const buffer = rules.measured_buffer ?? fixedBuffer(available, rules)
  const after_buffer = after_share - buffer
  const after_minimum = after_buffer < rules.minimum ? 0 : Math.max(0, after_buffer)
  const limit = Math.min(rules.cap ?? Number.MAX_SAFE_INTEGER, rules.marketplace_max)
  return {
    after_hold,
    after_share,
    buffer,
    after_buffer,
    after_minimum,
    limit,
    publishable: Math.min(limit, after_minimum),
  }
}

const fixedBuffer = (available: number, { buffer, buffer_percent }: PublishRules) =>
  buffer + Math.ceil((Math.max(0, available) * buffer_percent) / 100)

/** From the components at each location that keeps them all, to the figure. */
export function sumUp(locations: ComponentStock[][], rules: PublishRules): PublishableSum {
  const stock = sumStock(locations, rules.location_mode)
  return { ...stock, ...applyRules(stock.available, rules) }
}
