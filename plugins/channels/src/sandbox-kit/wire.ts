/** Marks text that is to stand in JSON without quotes; no marketplace's text begins with this control character. */
const mark = "\u0001"
const marked = /"\\u0001(-?[\d.]+)"/g

/** A JSON number whose digits are kept, however many there are. */
export class WireNumber {
  constructor(readonly digits: string) {}

  toJSON(): string {
    return mark + this.digits
  }
}

/** Native serialisation, with `WireNumber`s as numbers: pages of thousands of amounts are written in milliseconds. */
export const wireJson = (value: unknown): string => JSON.stringify(value).replace(marked, "$1")

/** Hundredths of a major unit as the wire writes them: 49890 → 498.90, two decimals always. */
export function wireMoney(cents: number): WireNumber {
  const digits = Math.abs(cents).toString().padStart(3, "0")
  return new WireNumber(`${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`)
}

/** Hundredths of a major unit from a decimal literal; null when it is not money with at most two decimals. */
export function centsOf(literal: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(literal)
  if (!match) return null
  const [, sign, whole = "0", fraction = ""] = match
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, "0"))
  return sign ? -cents : cents
}
