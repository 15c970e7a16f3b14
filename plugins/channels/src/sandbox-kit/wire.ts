import { LosslessNumber } from "lossless-json"

/** Hundredths of a major unit as the wire writes them: 49890 → 498.90, two decimals always. */
export function wireMoney(cents: number): LosslessNumber {
  const digits = Math.abs(cents).toString().padStart(3, "0")
  return new LosslessNumber(`${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`)
}

/** A number whose digits are kept, however many there are. */
export const wireNumber = (digits: string): LosslessNumber => new LosslessNumber(digits)

/** Hundredths of a major unit from a decimal literal; null when it is not money with at most two decimals. */
export function centsOf(literal: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(literal)
  if (!match) return null
  const [, sign, whole = "0", fraction = ""] = match
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, "0"))
  return sign ? -cents : cents
}
