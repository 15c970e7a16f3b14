import type { Entry } from "../history"
import { minuteMs } from "../scenario/scenario"
import type { Disturbances } from "./disturbance"
import type { Repeats } from "./repeats"
import type { OrderFact, Tally } from "./tally"
import type { LastWrite } from "./writes"

type Order = Extract<Entry, { kind: "order" }>
type Cancel = Extract<Entry, { kind: "cancel" }>

/** Somebody took pieces that a marketplace may not know of. */
interface Loss {
  item: string
  pieces: number
  at: number
}

/**
 * How long what was sold elsewhere may be on its way to a marketplace while nothing is in the way: until the order is read
 * (every four minutes where there is no webhook), and one lost answer that must be waited for.
 */
export const travelMs = 6 * minuteMs

/** A figure that sold too much, and whether what happened then may still have been on its way to it. */
interface Place {
  channel: string
  listing: string
  item: string
  write: LastWrite | undefined
  isFresh: (from: number, otherChannel: string | null) => boolean
}

/** What kept figures from arriving, and what arrived last. */
export interface Circumstances {
  disturbances: Disturbances
  repeats: Repeats
  last: Map<string, LastWrite>
}

export interface Oversold {
  inside: number
  outside: number
  /** Of which there was too little outside the window. */
  items: string[]
}

/**
 * Decides whether pieces that were sold and not there were sold inside the residual window: what took them must be something
 * the marketplace's figure could not reflect yet. docs/simulation.md defines the window in words.
 */
export class Oversells {
  readonly #losses: Loss[] = []
  readonly #restocks: { channel: string; listing: string; quantity: number; at: number }[] = []
  readonly #denied = new Map<string, number>()

  constructor(
    private readonly tally: Tally,
    private readonly circumstances: Circumstances,
  ) {}

  noteLoss(loss: Loss): void {
    this.#losses.push(loss)
  }

  noteCancel({ channel, lines, restocked, at }: Cancel): void {
    if (restocked) this.#restocks.push(...lines.map((line) => ({ channel, ...line, at })))
  }

  noteDenied(channel: string, listing: string, at: number | undefined): void {
    const key = `${channel} ${listing}`
    if (at === undefined) this.#denied.delete(key)
    else if (!this.#denied.has(key)) this.#denied.set(key, at)
  }

  /** Pieces of this order beyond what was there; called before the order counts. */
  judge(order: Order): Oversold {
    const result: Oversold = { inside: 0, outside: 0, items: [] }
    for (const [item, pieces] of this.tally.piecesOf(order.lines)) {
      const over = Math.min(pieces, pieces - this.tally.free(item))
      if (over <= 0) continue
      const listings = order.lines.filter(({ listing }) => item in this.tally.recipe(listing))
      const excused = Math.max(...listings.map(({ listing }) => this.#excused(order, { item, listing })))
      result.inside += Math.min(over, excused)
      result.outside += Math.max(0, over - excused)
      if (over > excused) result.items.push(item)
    }
    return result
  }

  /** Pieces of an item that were taken without this listing's figure being able to say so. */
  #excused({ channel, at, lines }: Order, { item, listing }: { item: string; listing: string }): number {
    const { last, repeats, disturbances } = this.circumstances
    const write = last.get(`${channel} ${listing}`)
    const denied = this.#denied.get(`${channel} ${listing}`)
    const until = Math.min(at, denied ?? at, repeats.noWaySince(channel, listing, at) ?? at)
    const isFresh = (from: number, other: string | null) =>
      from >= until || disturbances.calmMs([channel, other], { from, to: until }) <= travelMs
    const place: Place = { channel, listing, item, write, isFresh }
    // Two listings of one order may each show the last piece of what they share.
    const others = lines.filter((line) => line.listing !== listing)
    const ofOrder = this.tally.piecesOf(others).get(item) ?? 0
    return ofOrder + this.#lost(place) + this.#restocked(place) + this.#unseen(place)
  }

  #lost({ item, write, isFresh }: Place): number {
    const unknown = this.#losses.filter(
      (loss) => loss.item === item && loss.at > (write?.claimedAt ?? -Infinity),
    )
    return sum(unknown.filter(({ at }) => isFresh(at, null)).map(({ pieces }) => pieces))
  }

  /** What the marketplace put back on sale by itself. */
  #restocked({ channel, listing, item, write, isFresh }: Place): number {
    const own = this.#restocks.filter((one) => one.channel === channel && one.listing === listing)
    const fresh = own.filter(({ at }) => at > (write?.writtenAt ?? -Infinity) && isFresh(at, channel))
    return sum(fresh.map(({ quantity }) => this.tally.inListing(item, listing, quantity)))
  }

  #unseen(place: Place): number {
    const claimedAt = place.write?.claimedAt ?? -Infinity
    let pieces = 0
    for (const order of this.tally.orders.values()) {
      if (order.reservedAt !== null && order.reservedAt <= claimedAt) continue
      if (place.isFresh(order.at, order.channel)) pieces += this.#unseenOf(order, place)
    }
    return pieces
  }

  /** Pieces of an item that another order took, less those the marketplace has taken off this listing by itself. */
  #unseenOf(order: OrderFact, { channel, listing, item, write }: Place): number {
    const overwritten =
      write !== undefined && order.at < write.writtenAt && order.readableAt >= write.requested
    let pieces = 0
    for (const [sold, quantity] of order.left) {
      const own = order.channel === channel && sold === listing
      if (!own || overwritten) pieces += this.tally.inListing(item, sold, quantity)
    }
    return pieces
  }
}

const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0)
