import fc from "fast-check"
import {
  currencyCode,
  decimal,
  equalDecimals,
  inHundredths,
  isAbove,
  parseJson,
  subtractDecimal,
  sumDecimals,
  timesQuantity,
  type Decimal,
} from "../../src/contract"

const micros = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })

/** The decimal that means so many millionths, written with all six digits. */
const written = (value: bigint): Decimal => {
  const digits = (value < 0n ? -value : value).toString().padStart(7, "0")
  return decimal.parse(`${value < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`)
}
const same = (one: Decimal, other: Decimal) => subtractDecimal(one, other) === "0"

describe("money", () => {
  it("adds exactly, whatever the amounts", () => {
    fc.assert(
      fc.property(fc.array(micros, { maxLength: 20 }), (amounts) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0n)
        fc.pre(total >= -(10n ** 20n) && total <= 10n ** 20n)
        expect(same(sumDecimals(amounts.map(written)), sumDecimals([fromMicros(total)]))).toBe(true)
      }),
    )
  })

  it("compares amounts, not their digits", () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(equalDecimals(written(a), written(b))).toBe(a === b)
        expect(isAbove(written(a), written(b))).toBe(a > b)
      }),
    )
    expect(equalDecimals(decimal.parse("9.9"), decimal.parse("09.900"))).toBe(true)
  })

  it("writes an amount with two decimals, or says that it needs more", () => {
    fc.assert(
      fc.property(micros, (amount) => {
        const text = inHundredths(written(amount))
        if (text === undefined) expect(amount % 10_000n).not.toBe(0n)
        else {
          expect(text).toMatch(/^-?\d+\.\d\d$/)
          expect(equalDecimals(text, written(amount))).toBe(true)
        }
      }),
    )
    expect(inHundredths(decimal.parse("9.9"))).toBe("9.90")
    expect(inHundredths(decimal.parse("9.901"))).toBeUndefined()
  })

  it("takes away what was added", () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        const sum = sumDecimals([written(a), written(b)])
        expect(same(subtractDecimal(sum, written(b)), written(a))).toBe(true)
      }),
    )
  })

  it("multiplies as often as it adds", () => {
    fc.assert(
      fc.property(micros, fc.integer({ min: 0, max: 50 }), (amount, quantity) => {
        const added = sumDecimals(Array.from({ length: quantity }, () => written(amount)))
        expect(timesQuantity(written(amount), quantity)).toBe(added)
      }),
    )
  })

  it("has one spelling for one amount", () => {
    expect(["1.50", "1.5", "1.500000"].map((text) => sumDecimals([decimal.parse(text)]))).toEqual([
      "1.5",
      "1.5",
      "1.5",
    ])
    expect(sumDecimals([decimal.parse("-0.00")])).toBe("0")
    expect(sumDecimals([])).toBe("0")
  })

  it("keeps the digits that a float would lose", () => {
    const parsed = decimal.parse(parseJson("amount", "123456789012345.670001"))
    expect(parsed).toBe("123456789012345.670001")
    expect(sumDecimals([decimal.parse("0.1"), decimal.parse("0.2")])).toBe("0.3")
  })

  it.each(["1,50", "1.234,50", "1e3", "", " 1", "+1", ".5", "1.", "0x10", "NaN", "1.1234567"])(
    "refuses %j",
    (text) => {
      expect(decimal.safeParse(text).success).toBe(false)
    },
  )

  it.each([null, undefined, true, {}, [], Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2])(
    "refuses %p",
    (value) => {
      expect(decimal.safeParse(value).success).toBe(false)
    },
  )

  it.each(["TRY", "EUR"])("knows the shape of the currency %s", (code) => {
    expect(currencyCode.parse(code)).toBe(code)
  })

  it.each(["TL", "try", "EURO", ""])("refuses the currency %j", (code) => {
    expect(currencyCode.safeParse(code).success).toBe(false)
  })
})

/** A total beyond what the wire may carry still is a decimal to the arithmetic. */
function fromMicros(total: bigint): Decimal {
  const half = total / 1000n
  return sumDecimals([...Array.from({ length: 1000 }, () => written(half)), written(total - half * 1000n)])
}
