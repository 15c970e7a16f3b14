/** Uniform in [0, 1). */
export type Random = () => number

/** A step through all 32-bit states: odd, and far from any short cycle. */
const step = 0x9e3779b9

/**
 * A small repeatable generator: the same seed yields the same sequence on every machine. Good enough to scatter faults
 * and invent people; no good for secrets.
 */
export function seededRandom(seed: number | string): Random {
  let state = typeof seed === "number" ? seed >>> 0 : hashOf(seed)
  return () => {
    state = (state + step) >>> 0
    return scramble(state) / 2 ** 32
  }
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** One number per text, so that each kind of fault can have a sequence of its own. */
function hashOf(text: string): number {
  let hash = 0
  for (const character of text) hash = scramble(hash ^ (character.codePointAt(0) ?? 0))
  return hash
}

/** A whole number from `low` to `high`, both included. */
export const integerBetween = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

/** Shaped as a version 4 UUID, made of the generator's numbers. */
export function randomUuid(random: Random): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("")
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
}
