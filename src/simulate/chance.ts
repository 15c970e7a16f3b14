import { integerBetween, seededRandom, type Random } from "@serai/channels/sandbox-kit/random"

/** One seeded sequence, and the few ways in which it is asked. */
export class Chance {
  readonly random: Random

  constructor(seed: number | string) {
    this.random = seededRandom(seed)
  }

  happens(probability: number): boolean {
    return this.random() < probability
  }

  whole(low: number, high: number): number {
    return integerBetween(this.random, low, high)
  }

  between([low, high]: [low: number, high: number]): number {
    return low + this.random() * (high - low)
  }

  /** The time until the next of things that happen independently, once in `meanMs` on average. */
  exponential(meanMs: number): number {
    return -Math.log(1 - this.random()) * meanMs
  }

  /** Any of them; the list must not be empty. */
  one<T>(of: readonly T[]): T {
    const chosen = of[Math.floor(this.random() * of.length)]
    if (chosen === undefined) throw new Error("Nothing to choose from.")
    return chosen
  }
}
