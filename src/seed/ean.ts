/** The thirteenth digit of an EAN-13: what its digits, weighted 1 and 3 in turn, lack to a multiple of ten. */
export function checkDigit(first12: string): number {
  if (!/^\d{12}$/.test(first12)) throw new Error(`An EAN-13 begins with 12 digits, not "${first12}"`)
  const sum = Array.from(first12).reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return (10 - (sum % 10)) % 10
}

/** GS1 leaves numbers that begin with 20 to 29 to each company: none of ours can be anybody's real product. */
const ownPrefix = "29"

export function ownEan(number: number): string {
  const first12 = ownPrefix + String(number).padStart(10, "0")
  return first12 + String(checkDigit(first12))
}
