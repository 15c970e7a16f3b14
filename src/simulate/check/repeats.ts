import type { Entry } from "../history"
import type { Scenario } from "../scenario/scenario"

type Claim = Extract<Entry, { kind: "claim" }>

interface Zeroed {
  at: number
  content: string
}

/**
 * What marketplaces that refuse repeats were told: a listing that was taken to zero in every way there is cannot be taken to
 * zero once more until one of those requests is old enough.
 */
export class Repeats {
  readonly #zeroed = new Map<string, Zeroed[]>()
  readonly #channels: Map<string, { windowMs: number; ways: number }>

  constructor({ channels, variants }: Pick<Scenario, "channels" | "variants">) {
    this.#channels = new Map(
      channels.map(({ id, identicalWithinMs, batchMax }) => [
        id,
        { windowMs: identicalWithinMs, ways: waysOf(variants.length - 1, batchMax - 1) },
      ]),
    )
  }

  note({ channel, at, writes }: Claim): void {
    const content = writes
      .map(({ listing, quantity }) => `${listing} ${quantity}`)
      .sort()
      .join()
    for (const { listing } of writes.filter(({ quantity }) => quantity === 0)) {
      const key = `${channel} ${listing}`
      this.#zeroed.set(key, [...(this.#zeroed.get(key) ?? []), { at, content }])
    }
  }

  /** Since when there is no way left at this moment; undefined while there is one. */
  noWaySince(channel: string, listing: string, at: number): number | undefined {
    const { windowMs, ways } = this.#channels.get(channel) ?? { windowMs: 0, ways: Infinity }
    const told = new Map<string, number>()
    for (const request of this.#zeroed.get(`${channel} ${listing}`) ?? []) {
      if (request.at > at - windowMs && !told.has(request.content)) told.set(request.content, request.at)
    }
    return [...told.values()].sort((a, b) => a - b)[ways - 1]
  }
}

/** Alone, beside each other listing, and beside two of them or more, as far as a request has room. */
const waysOf = (others: number, room: number): number =>
  1 + (room > 0 ? others : 0) + Math.max(0, Math.min(others, room) - 1)
